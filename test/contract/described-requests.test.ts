import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sandboxEnvironment } from '../../src/sandbox/export-lines.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { run } from '../support/cli.ts';
import { undescribed } from '../support/described-requests.ts';
import { lacks } from '../support/needs.ts';

/** What guards the tests of whole jobs has to find a fault where there is one. */
describe.skipIf(lacks('api-description'))('requests beside the API description', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());

  const PULLS = '/repositories/acme/backend-api/pullrequests';

  test.each([
    ['get', `${PULLS}/42`],
    ['get', `${PULLS}?pagelen=5&fields=next,values.id`],
    ['get', `${PULLS}/42/diff`],
    [
      'post',
      `${PULLS}/42/comments`,
      '-f',
      'content[raw]=Fine',
      '-f',
      'inline[path]=a',
      '-F',
      'inline[to]=3',
    ],
    ['post', `${PULLS}/42/approve`],
  ])('%s %s is as described', async (...words) => {
    expect(await complaints(words)).toEqual([]);
  });

  test.each([
    [['get', `${PULLS}/42/files`], /is no operation/],
    [['get', `${PULLS}/42?pagelength=5`], /declares no pagelength/],
    [
      ['post', `${PULLS}/42/comments`, '-f', 'content[raw]=a', '-f', 'inline[line]=3'],
      /inline.*(line|path)/,
    ],
    [['post', `${PULLS}/42/comments`, '-F', 'content[raw]=5'], /content\/raw.*string/],
    [['post', `${PULLS}/42/approve`, '-f', 'a=b'], /takes no JSON body/],
  ])('%j is not', async (words, complaint) => {
    expect((await complaints(words)).join('\n')).toMatch(complaint);
  });

  async function complaints(words: readonly string[]): Promise<string[]> {
    sandbox.requests.length = 0;
    await run(words, { env: sandboxEnvironment(sandbox) });
    expect(sandbox.requests.length).toBeGreaterThan(0);
    return undescribed(sandbox.requests.filter(({ server }) => server === 'api'));
  }
});
