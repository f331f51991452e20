import { describe, expect, test } from 'vitest';
import { apiPathOf, repositoryOf } from '../../../src/core/bitbucket/web-address.ts';

const SITE = 'https://bitbucket.org';
const SHA = '9f1c0ffee0ddba11deadbeef00000000cafe0042';
const R = '/repositories/acme/api';

describe('an address copied from the browser becomes the API path of', () => {
  test.each([
    ['a repository', '/acme/api', R],
    ['a repository with a slash at its end', '/acme/api/', R],
    ['a clone address', '/acme/api.git', R],
    ['its overview', '/acme/api/overview', R],
    ['a workspace', '/acme/', '/workspaces/acme'],
    ['its repositories', '/acme/workspace/repositories/', '/repositories/acme'],
    ['its overview page', '/acme/workspace/overview', '/workspaces/acme'],
    ['its projects', '/acme/workspace/projects', '/workspaces/acme/projects'],
    ['a project', '/acme/workspace/projects/PAY', '/workspaces/acme/projects/PAY'],
    ['a snippet', '/acme/workspace/snippets/kypj8/notes', '/snippets/acme/kypj8'],
    ['pull requests', '/acme/api/pull-requests/', `${R}/pullrequests`],
    [
      'merged pull requests',
      '/acme/api/pull-requests/?state=MERGED&page=2',
      `${R}/pullrequests?state=MERGED`,
    ],
    [
      'all pull requests',
      '/acme/api/pull-requests/?state=ALL',
      `${R}/pullrequests?state=OPEN&state=MERGED&state=DECLINED&state=SUPERSEDED`,
    ],
    ['a pull request', '/acme/api/pull-requests/42', `${R}/pullrequests/42`],
    ['its overview', '/acme/api/pull-requests/42/overview', `${R}/pullrequests/42`],
    ['the same with its title', '/acme/api/pull-requests/42/fix-it', `${R}/pullrequests/42`],
    ['its diff', '/acme/api/pull-requests/42/diff', `${R}/pullrequests/42/diff`],
    ['its diff at a file', '/acme/api/pull-requests/42/diff#chg-a.ts', `${R}/pullrequests/42/diff`],
    ['its commits', '/acme/api/pull-requests/42/fix-it/commits', `${R}/pullrequests/42/commits`],
    ['its activity', '/acme/api/pull-requests/42/activity', `${R}/pullrequests/42/activity`],
    ['a comment', '/acme/api/pull-requests/42#comment-123', `${R}/pullrequests/42/comments/123`],
    [
      'a comment in the diff',
      '/acme/api/pull-requests/42/diff#comment-123',
      `${R}/pullrequests/42/comments/123`,
    ],
    ['the sources', '/acme/api/src', `${R}/src`],
    ['a branch’s root', '/acme/api/src/main/', `${R}/src/main/`],
    ['a file with a line', '/acme/api/src/main/src/a.ts#lines-10', `${R}/src/main/src/a.ts`],
    ['a folder', '/acme/api/src/main/src/', `${R}/src/main/src/`],
    [
      'a file of a branch with a slash',
      `/acme/api/src/${SHA}/docs/a%20b.md?at=feature%2Fx`,
      `${R}/src/${SHA}/docs/a%20b.md`,
    ],
    ['a raw file', '/acme/api/raw/main/a.ts', `${R}/src/main/a.ts`],
    [
      'the history of a file',
      `/acme/api/history-node/${SHA}/a.ts?at=main`,
      `${R}/filehistory/${SHA}/a.ts`,
    ],
    ['an ambiguous one, left as it is', '/acme/api/src/feature/x/f.ts', `${R}/src/feature/x/f.ts`],
    ['branches', '/acme/api/branches/', `${R}/refs/branches`],
    ['a branch', '/acme/api/branch/feature/x', `${R}/refs/branches/feature%2Fx`],
    ['a branch, encoded', '/acme/api/branch/feature%2Fx', `${R}/refs/branches/feature%2Fx`],
    ['commits', '/acme/api/commits/', `${R}/commits`],
    ['a commit', `/acme/api/commits/${SHA}`, `${R}/commit/${SHA}`],
    ['its comment', `/acme/api/commits/${SHA}#comment-7`, `${R}/commit/${SHA}/comments/7`],
    ['commits of a branch', '/acme/api/commits/branch/a/b', `${R}/commits?include=a%2Fb`],
    ['pipelines', '/acme/api/pipelines', `${R}/pipelines`],
    ['a pipeline', '/acme/api/pipelines/results/123', `${R}/pipelines/123`],
    [
      'a step',
      '/acme/api/pipelines/results/123/steps/%7Babc%7D/test-report',
      `${R}/pipelines/123/steps/%7Babc%7D`,
    ],
    ['downloads', '/acme/api/downloads/?tab=downloads', `${R}/downloads`],
  ])('%s', (_, address, path) => {
    expect(apiPathOf(new URL(address, SITE), SITE)).toBe(path);
  });
});

test.each([
  ['another site', 'https://github.com/acme/api'],
  ['another port', 'https://bitbucket.org:8443/acme/api'],
  ['the front page', 'https://bitbucket.org/'],
  ['a page of the site', 'https://bitbucket.org/dashboard/overview'],
  ['the settings of a repository', 'https://bitbucket.org/acme/api/admin/addon/x'],
  ['a pull request that is not there yet', 'https://bitbucket.org/acme/api/pull-requests/new'],
])('%s has no API path', (_, address) => {
  expect(apiPathOf(new URL(address), SITE)).toBeUndefined();
});

test('the site may be a sandbox on a port of this machine', () => {
  const sandbox = 'http://127.0.0.1:7990';
  const path = apiPathOf(new URL('http://127.0.0.1:7990/acme/api/pull-requests/1'), sandbox);
  expect(path).toBe(`${R}/pullrequests/1`);
});

describe('a git remote names its repository when it is', () => {
  test.each([
    'https://bitbucket.org/acme/api.git',
    'https://bitbucket.org/acme/api',
    'https://ann@bitbucket.org/acme/api.git',
    'git@bitbucket.org:acme/api.git',
    'bitbucket.org:acme/api',
    'ssh://git@bitbucket.org/acme/api.git',
    'ssh://git@bitbucket.org:22/acme/api',
    'ssh://git@altssh.bitbucket.org:443/acme/api.git',
    'https://bitbucket.org/acme/api/src/main/',
  ])('%s', (remote) => {
    expect(repositoryOf(remote, SITE)).toEqual({ workspace: 'acme', repo: 'api' });
  });

  test.each([
    'https://github.com/acme/api.git',
    'git@github.com:acme/api.git',
    'https://bitbucket.org.evil.example/acme/api',
    'https://bitbucket.org:8443/acme/api',
    'https://bitbucket.org/acme',
    'git@bitbucket.org:../api.git',
    'https://bitbucket.org/acme/a%2Fb',
    '/srv/git/acme/api.git',
    '../api',
    'file:///srv/git/acme/api.git',
    'C:\\work\\api',
    '',
  ])('and %s names none', (remote) => {
    expect(repositoryOf(remote, SITE)).toBeUndefined();
  });

  test('a remote on the port of the sandbox', () => {
    const remote = 'http://127.0.0.1:7990/acme/api.git';
    expect(repositoryOf(remote, 'http://127.0.0.1:7990')).toEqual({
      workspace: 'acme',
      repo: 'api',
    });
    expect(repositoryOf(remote, 'http://127.0.0.1:7991')).toBeUndefined();
  });
});
