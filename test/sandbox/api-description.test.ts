import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LACKING } from '../../src/sandbox/routes/absent.ts';
import { ROUTES } from '../../src/sandbox/routes/all.ts';
import { lacks } from '../support/needs.ts';
import { type Description, readDescription } from './description.ts';
import { bodyOf, fill, makeNames, type Names } from './samples.ts';
import { type Visited, visited } from './visit.ts';

const OPERATIONS = ROUTES.map(({ method, path }) => `${method} ${path}`);
const isGet = (operation: string) => operation.startsWith('GET ');
const makes = (operation: string) => /^(?:POST|PUT) /.test(operation);

/** What ends the life of something goes last. */
const late = (operation: string) => Number(/\/(?:merge|decline|stopPipeline)$/.test(operation));

describe.skipIf(lacks('api-description'))('against the API description', () => {
  let description: Description;
  let bitbucket: Visited;
  let names: Names;

  beforeAll(async () => {
    description = readDescription();
    bitbucket = await visited();
    names = await makeNames(bitbucket);
  });
  afterAll(() => bitbucket.sandbox.close());

  test('the sandbox has and lacks exactly the operations that Bitbucket describes', () => {
    expect([...OPERATIONS, ...LACKING].sort()).toEqual([...description.operations].sort());
  });

  test.each(OPERATIONS.filter(isGet))('%s answers as described', async (operation) => {
    const { status, json, headers, text } = await bitbucket.visit(fill(operation, names));
    expect([operation, status, text.slice(0, status < 400 ? 0 : 200)]).toEqual([
      operation,
      expect.toSatisfy((code: number) => [200, 302, 307].includes(code)),
      '',
    ]);
    const isJson = headers.get('content-type')?.startsWith('application/json');
    const check = isJson ? description.check(operation, status) : undefined;
    expect(check?.(json) ?? []).toEqual([]);
  });

  const writing = OPERATIONS.filter(makes)
    .filter((operation) => !/\/(?:src|downloads)$/.test(operation))
    .sort((a, b) => late(a) - late(b));

  /** Asks once and tells what is not as described. */
  async function tryOut(operation: string): Promise<string[]> {
    const send = bodyOf(operation);
    const path = fill(operation, making(operation, names));
    const answer = await bitbucket.visit(path, send === undefined ? {} : { send });
    const check = description.check(operation, answer.status);
    const wrong = answer.status >= 300 ? [`${answer.status} ${answer.text}`] : [];
    return [...wrong, ...(check?.(answer.json) ?? [])].map((one) => `${operation} ${one}`);
  }

  test('every POST and PUT with a body in its answer answers as described', async () => {
    const complaints: string[] = [];
    for (const operation of writing) complaints.push(...(await tryOut(operation)));
    expect(complaints).toEqual([]);
  });
});

/** Some operations want a thing that is not there yet, or is in another state than the sample. */
function making(operation: string, names: Names): Names {
  if (operation === 'POST /repositories/{workspace}/{repo_slug}')
    return { ...names, repo_slug: 'brand-new' };
  if (operation.endsWith('/stopPipeline')) return { ...names, pipeline_uuid: '1211' };
  if (operation.endsWith('/decline')) return { ...names, pull_request_id: '100' };
  return names;
}
