import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { git } from '../support/git-server.ts';
import { lacks } from '../support/needs.ts';
import { sandboxForFile } from '../support/sandbox.ts';

const desk = sandboxForFile();
const REPO = '/repositories/acme/backend-api';
const folder = mkdtempSync(join(tmpdir(), 'bbx-path-'));
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 10 }));

/** What was asked of the API for a PATH. */
async function askedFor(args: readonly string[], env = {}, cwd?: string) {
  const { exitCode, stderr } = await desk.bbx(['get', ...args, '--jq', 'type(@)'], {
    env,
    ...(cwd && { cwd }),
  });
  if (exitCode !== 0) throw new Error(stderr);
  return desk.asked.at(-1);
}

describe('a path', () => {
  test.each([
    ['/user', 'GET /user'],
    ['user', 'GET /user'],
    ['/2.0/user', 'GET /user'],
    ['2.0/user', 'GET /user'],
    [
      `${REPO}/pullrequests?state=MERGED&pagelen=5`,
      `GET ${REPO}/pullrequests?state=MERGED&pagelen=5`,
    ],
    [
      `${REPO}/src/main/docs/a file with spaces.md?format=meta`,
      `GET ${REPO}/src/main/docs/a%20file%20with%20spaces.md?format=meta`,
    ],
    [`${REPO}/refs/branches/spike%2Fgraphql%232`, `GET ${REPO}/refs/branches/spike%2Fgraphql%232`],
  ])('%s is asked for under /2.0', async (path, asked) => {
    expect(await askedFor([path])).toBe(asked);
  });

  test('may be a whole address on the API', async () => {
    expect(await askedFor([`${desk.sandbox.url}/2.0${REPO}?fields=slug`])).toBe(
      `GET ${REPO}?fields=slug`,
    );
  });

  test('may be given as --path, where the query is added to the one it has', async () => {
    expect(await askedFor(['--path', '/user?fields=uuid', '-q', 'x=1'])).toBe(
      'GET /user?fields=uuid&x=1',
    );
  });

  test('takes its query from -q, where a key may repeat and a value holds anything (D8)', async () => {
    expect(
      await askedFor([
        `${REPO}/pullrequests`,
        '-q',
        'state=OPEN',
        '-q',
        'state=MERGED',
        '-q',
        'q=title ~ "a&b"',
      ]),
    ).toBe(`GET ${REPO}/pullrequests?state=OPEN&state=MERGED&q=title%20~%20%22a%26b%22`);
  });
});

describe('an address copied from the browser', () => {
  test.each([
    ['a repository', '/acme/backend-api', REPO],
    ['a repository with its tab', '/acme/backend-api/src/main/', `${REPO}/src/main/`],
    ['a pull request', '/acme/backend-api/pull-requests/42', `${REPO}/pullrequests/42`],
    [
      'its diff',
      '/acme/backend-api/pull-requests/42/diff#chg-src/auth/jwt.ts',
      `${REPO}/pullrequests/42/diff`,
    ],
    [
      'a file with a line',
      '/acme/backend-api/src/main/src/server.ts#lines-4:6',
      `${REPO}/src/main/src/server.ts`,
    ],
    [
      'a branch',
      '/acme/backend-api/branch/feature/checkout-v2',
      `${REPO}/refs/branches/feature%2Fcheckout-v2`,
    ],
    [
      'the pull requests',
      '/acme/backend-api/pull-requests/?state=MERGED',
      `${REPO}/pullrequests?state=MERGED`,
    ],
  ])('of %s leads to the same in the API', async (_, page, path) => {
    const { exitCode, stderr } = await desk.bbx(['get', `${desk.sandbox.gitUrl}${page}`]);
    expect(stderr.replace(/\d+ of \d+ shown.*\n/, '')).toBe('');
    expect(exitCode).toBe(0);
    expect(desk.asked[0]).toBe(`GET ${path}`);
  });

  test('of a comment, a commit and a pipeline leads there too', async () => {
    const { sandbox } = desk;
    const first = async (path: string, jq: string) =>
      (await desk.bbx(['get', `${REPO}${path}`, '--jq', jq, '-o', 'raw'])).stdout.toString().trim();
    const comment = await first('/pullrequests/42/comments', 'values[0].id');
    const hash = await first('/commits?pagelen=1', 'values[0].hash');
    const web = `${sandbox.gitUrl}/acme/backend-api`;
    expect(await askedFor([`${web}/pull-requests/42#comment-${comment}`])).toBe(
      `GET ${REPO}/pullrequests/42/comments/${comment}`,
    );
    expect(await askedFor([`${web}/commits/${hash}`])).toBe(`GET ${REPO}/commit/${hash}`);
    await desk.bbx(['get', `${web}/pipelines/results/7`]);
    expect(desk.asked.at(-1)).toBe(`GET ${REPO}/pipelines/7`);
  });
});

describe('placeholders', () => {
  test('come from -R', async () => {
    expect(
      await askedFor(['/repositories/{workspace}/{repo_slug}/refs/tags', '-R', 'acme/frontend']),
    ).toBe('GET /repositories/acme/frontend/refs/tags');
    expect(await askedFor(['/repositories/{workspace}/{repo}', '--repo', 'frontend'])).toBe(
      'GET /repositories/acme/frontend',
    );
  });

  test('take the workspace from BITBUCKET_DEFAULT_WORKSPACE (D46)', async () => {
    expect(await askedFor(['/repositories/{workspace}/infra'])).toBe(
      'GET /repositories/acme/infra',
    );
  });

  test.skipIf(lacks('git'))('come from the git remote of a clone, the branch too', async () => {
    const cloned = await desk.bbx(['clone', 'acme/backend-api', join(folder, 'clone')]);
    expect(cloned.exitCode).toBe(0);
    const cwd = join(folder, 'clone');
    const bare = { BITBUCKET_DEFAULT_WORKSPACE: undefined };
    expect(await askedFor(['./pullrequests'], bare, cwd)).toBe(`GET ${REPO}/pullrequests`);
    expect(await askedFor(['/repositories/{workspace}/{repo_slug}'], bare, join(cwd, 'src'))).toBe(
      `GET ${REPO}`,
    );
    git(cwd, 'checkout', '-q', 'feature/checkout-v2');
    expect(await askedFor(['./refs/branches/{branch}'], bare, cwd)).toBe(
      `GET ${REPO}/refs/branches/feature%2Fcheckout-v2`,
    );
  });

  test('without anything to stand for are an error that says how to name it', async () => {
    const ran = await desk.bbx(['get', './pullrequests'], { cwd: folder });
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('-R WORKSPACE/REPO');
    expect(desk.requests).toEqual([]);
  });
});

describe.concurrent('a path that could lead elsewhere is refused, and nothing is sent', () => {
  test.each([
    ['/../internal/x', 'segment'],
    ['/2.0/../internal/x', 'segment'],
    ['/repositories/a/b/../../../../rest', 'segment'],
    ['/repositories/%2e%2E/x', 'segment'],
    ['//evil.example/x', 'another host'],
    ['https://evil.example/2.0/user', 'no address of'],
    ['http://user@127.0.0.1/2.0/user', 'no address of'],
    ['file:///etc/passwd', 'no address of'],
    ['/user\n/x', 'control character'],
    ['\\\\evil\\x', 'backslash'],
    ['/repositories/acme/x/refs/branches/a#b', '%23'],
    ['', 'empty'],
  ])('%j', async (path, why) => {
    const ran = await desk.bbx(['get', path, '-R', 'acme/backend-api']);
    expect(ran.stderr).toContain(why);
    expect(ran.stderr).toMatch(/^error: .+\nhint: .+\n$/);
    expect(ran.exitCode).toBe(2);
    expect(desk.requests).toEqual([]);
  });
});
