import { expect, test } from 'vitest';
import { matchOperation } from '../../../src/core/catalogue/match-operation.ts';
import { nearestOperations } from '../../../src/core/catalogue/nearest-operations.ts';

const near = (method: string, path: string) =>
  nearestOperations(method, path).map((one) => `${one.method} ${one.path}`);
const WEB = '/repositories/acme/web';

test.each([
  [`${WEB}/pullrequests/1/files`, [`${WEB}/pullrequests/1/diffstat`, `${WEB}/pullrequests/1/diff`]],
  [`${WEB}/pull-requests/1`, [`${WEB}/pullrequests/1`]],
  [`${WEB}/pulls/1/files`, [`${WEB}/pullrequests/1/diffstat`, `${WEB}/pullrequests/1/diff`]],
  [`${WEB}/merge-requests`, [`${WEB}/pullrequests`]],
  [`${WEB}/branches`, [`${WEB}/refs/branches`]],
  [`${WEB}/branches/feature/login`, [`${WEB}/refs/branches/feature/login`]],
  [`${WEB}/tags/v1`, [`${WEB}/refs/tags/v1`]],
  [`${WEB}/contents/README.md`, [`${WEB}/src/{commit}/README.md`]],
  [`${WEB}/tree/main/docs`, [`${WEB}/src/main/docs`]],
  [`${WEB}/builds`, [`${WEB}/pipelines`]],
  [`${WEB}/webhooks/7`, [`${WEB}/hooks/7`]],
  [`${WEB}/members`, [`${WEB}/permissions-config/users`, '/workspaces/acme/members']],
  [`${WEB}/actions/runs`, [`${WEB}/pipelines`]],
  [`${WEB}/refs/heads/main`, [`${WEB}/refs/branches/main`]],
  [`${WEB}/commits/a1b2/comments`, [`${WEB}/commit/a1b2/comments`]],
  [`${WEB}/pipelines/3/logs`, [`${WEB}/pipelines/3/steps/{step_uuid}/log`]],
  ['/acme/web/pulls', [`${WEB}/pullrequests`]],
  ['/me', ['/user']],
  ['/workspaces/acme/repositories', ['/repositories/acme']],
])('GET %s suggests %j', (path, expected) => {
  expect(near('GET', path)).toEqual(expected.map((one) => `GET ${one}`));
});

test('a path of Data Center is told in the words of Cloud', () => {
  expect(near('GET', '/projects/KEY/repos/web/pull-requests/3/changes')).toEqual([
    'GET /repositories/{workspace}/web/pullrequests/3/diffstat',
    'GET /repositories/{workspace}/web/pullrequests/3/diff',
  ]);
});

test('a list of pull requests needs a repository or a user', () => {
  expect(near('GET', '/pullrequests')).toEqual([
    'GET /repositories/{workspace}/{repo_slug}/pullrequests',
    'GET /workspaces/{workspace}/pullrequests/{selected_user}',
  ]);
});

test('a wrong method suggests the right ones, PUT for PATCH', () => {
  expect(near('PATCH', `${WEB}/pullrequests/1`)).toEqual([
    `PUT ${WEB}/pullrequests/1`,
    `GET ${WEB}/pullrequests/1`,
  ]);
  expect(near('PUT', `${WEB}/pullrequests/1/reviewers/bob`)[0]).toBe(`PUT ${WEB}/pullrequests/1`);
  expect(near('DELETE', `${WEB}/branches/x`)).toEqual([`DELETE ${WEB}/refs/branches/x`]);
});

test('a misspelled word suggests the right one first', () => {
  expect(near('GET', `${WEB}/piplines`)[0]).toBe(`GET ${WEB}/pipelines`);
  expect(near('GET', `${WEB}/pullrequests/1/comment`)[0]).toBe(
    `GET ${WEB}/pullrequests/1/comments`,
  );
});

test('a real operation and nonsense suggest nothing', () => {
  expect(near('GET', `${WEB}/pullrequests/1`)).toEqual([]);
  expect(near('GET', '/xyz/abc')).toEqual([]);
  expect(near('GET', '/constructor')).toEqual([]);
});

test('a repository called like an invented word keeps its name', () => {
  expect(near('GET', '/repositories/pulls/branches/tags')).toEqual([
    'GET /repositories/pulls/branches/refs/tags',
  ]);
});

test('a suggestion is always an operation', () => {
  for (const { method, path } of nearestOperations('GET', `${WEB}/pullrequests/1/reviews`)) {
    expect(matchOperation(method, path)).toBeDefined();
  }
});

test('no more than asked for', () => {
  expect(nearestOperations('GET', `${WEB}/pullrequests/1/files`, 1)).toHaveLength(1);
});
