import { describe, expect, test } from 'vitest';
import { call } from '../../../src/core/bitbucket/call.ts';
import { numberAt } from '../../../src/core/bitbucket/json-object.ts';
import { pullRequestName } from '../../../src/core/bitbucket/pull-request-name.ts';
import type { Context } from '../../../src/core/context.ts';
import { testContext } from '../../support/context.ts';
import { gitFolder } from '../../support/git-folder.ts';
import { lacks } from '../../support/needs.ts';
import { sandboxForFile } from '../../support/sandbox.ts';

const desk = sandboxForFile({ described: true });
const contextOf = (repository?: string, cwd = '/'): Context =>
  testContext(desk.sandbox.url, {
    environment: { ...desk.env },
    cwd,
    ...(repository && { repository }),
  });
const named = async (given: string | undefined, repository = 'acme/backend-api') =>
  await pullRequestName(given, contextOf(repository));
const FORTY_TWO = { workspace: 'acme', repo: 'backend-api', id: 42 };

/** Opens a pull request from a branch that is made for it. */
async function opened(repo: string, branch: string, more: Readonly<Record<string, unknown>> = {}) {
  const context = contextOf();
  const at = `/repositories/acme/${repo}`;
  const body = { message: 'Change', branch, 'notes.md': `${branch}\n` };
  const form = new URLSearchParams(body);
  const { email, token } = desk.sandbox.credentials.full;
  const headers = { authorization: `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}` };
  await fetch(`${desk.sandbox.url}/2.0${at}/src`, { method: 'POST', body: form, headers });
  const pr = { title: branch, source: { branch: { name: branch } }, ...more };
  return numberAt(await call(context, 'POST', `${at}/pullrequests`, { body: pr }), 'id');
}

describe('a pull request is named', () => {
  test.each(['42', '#42', ' 42 '])('by its number, %j, without asking anybody', async (given) => {
    expect(await named(given)).toEqual(FORTY_TWO);
    expect(desk.asked).toEqual([]);
  });

  test.each([
    '',
    '/',
    '/diff',
    '/diff#comment-611204311',
    '/some-words-of-the-title',
    '/activity?x=y',
    '#comment-611204311',
  ])('by its web address with %j at the end, whatever repository is here', async (end) => {
    const address = `${desk.sandbox.gitUrl}/acme/backend-api/pull-requests/42${end}`;
    expect(await named(address, 'acme/frontend')).toEqual(FORTY_TWO);
    expect(desk.asked).toEqual([]);
  });

  test('by its address in the API, also below it, and by uuids in braces', async () => {
    const { url } = desk.sandbox;
    const own = `${url}/2.0/repositories/acme/backend-api/pullrequests/42`;
    expect(await named(own)).toEqual(FORTY_TWO);
    expect(await named(`${own}/comments/1?x=y`)).toEqual(FORTY_TWO);
    const byUuid = `${url}/2.0/repositories/%7Ba%7D/%7Bb%7D/pullrequests/7`;
    expect(await named(byUuid)).toEqual({ workspace: '{a}', repo: '{b}', id: 7 });
  });

  test('by its branch, with a slash in its name and in any state', async () => {
    expect(await named('feature/JWT-rotation')).toEqual(FORTY_TWO);
    const declined = desk.sandbox.world.repositories.get('backend-api')?.pullRequests[4];
    expect(declined).toMatchObject({ id: 5, state: 'DECLINED' });
    expect(await named(declined?.source.branch)).toMatchObject({ id: 5 });
  });

  test('by a branch whose name holds quotes', async () => {
    const branch = 'fix/"quoted"-it\'s';
    const id = await opened('frontend', branch);
    expect(await named(branch, 'acme/frontend')).toMatchObject({ repo: 'frontend', id });
    await expect(named('x" OR id > 0 OR title = "y', 'acme/frontend')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('by a branch that has an open one and closed ones', async () => {
    const branch = 'again/and-again';
    const first = await opened('infra', branch);
    await call(contextOf(), 'POST', `/repositories/acme/infra/pullrequests/${first}/decline`);
    const second = await opened('infra', branch);
    expect(await named(branch, 'acme/infra')).toMatchObject({ id: second });
  });

  test("by the repository's own branch, where a fork has one of the same name", async () => {
    const at = '/repositories/acme/infra';
    await call(contextOf(), 'POST', `${at}/forks`, { body: { name: 'infra-of-tom' } });
    const own = await opened('infra', 'same/name');
    await opened('infra-of-tom', 'same/name');
    const body = {
      title: 'From the fork',
      source: { branch: { name: 'same/name' }, repository: { full_name: 'acme/infra-of-tom' } },
    };
    const other = numberAt(await call(contextOf(), 'POST', `${at}/pullrequests`, { body }), 'id');
    expect(other).not.toBe(own);
    expect(await named('same/name', 'acme/infra')).toMatchObject({ id: own });
  });

  test('not by a branch that has several open ones: they are told', async () => {
    const branch = 'two/ways';
    const one = await opened('backend-api', branch);
    const two = await opened('backend-api', branch, {
      destination: { branch: { name: 'release/2.3' } },
    });
    await expect(named(branch)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'The branch two/ways has 2 open pull requests.',
      hint: expect.stringMatching(
        new RegExp(`${two} \\(into release/2.3\\).*${one}|${one} .*${two}`),
      ),
    });
  });

  test.each(['no/such-branch', '(;', '42x', '0x2a', '../../x', '💥'])(
    'not by %j, which is a branch without any',
    async (given) => {
      await expect(named(given)).rejects.toMatchObject({ code: 'NOT_FOUND', exitCode: 3 });
    },
  );

  test.each([
    'https://github.com/acme/backend-api/pull/42',
    'https://',
    'http://127.0.0.1:1/acme/backend-api/pull-requests/42',
    'OWN/acme/backend-api/pull-requests/none',
    'OWN/acme/backend-api',
    'OWN/acme/../pull-requests/42',
  ])('not by %j, and nothing is asked', async (given) => {
    const address = given.replace('OWN', desk.sandbox.gitUrl);
    await expect(named(address)).rejects.toMatchObject({ code: 'USAGE' });
    expect(desk.asked).toEqual([]);
  });

  test('not without a repository', async () => {
    const context = contextOf(undefined, '/');
    await expect(pullRequestName('42', context)).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe.skipIf(lacks('git'))('without a name', () => {
  test('the pull request of the current branch is meant', async () => {
    const folder = gitFolder();
    await folder.git('init', '-q', '-b', 'feature/JWT-rotation');
    await folder.git('remote', 'add', 'origin', `${desk.sandbox.gitUrl}/acme/backend-api.git`);
    expect(await pullRequestName(undefined, contextOf(undefined, folder.path))).toEqual(FORTY_TWO);
    await folder.git('symbolic-ref', 'HEAD', 'refs/heads/feature/other');
    await expect(pullRequestName('', contextOf(undefined, folder.path))).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'The branch feature/other has no pull request in acme/backend-api.',
    });
  });

  test('a detached HEAD is told apart', async () => {
    const folder = gitFolder();
    await folder.git('init', '-q');
    await folder.git('commit', '-q', '--allow-empty', '-m', 'One');
    await folder.git('checkout', '-q', '--detach');
    await expect(
      pullRequestName(undefined, contextOf('acme/backend-api', folder.path)),
    ).rejects.toMatchObject({ code: 'USAGE', message: expect.stringContaining('detached') });
  });
});
