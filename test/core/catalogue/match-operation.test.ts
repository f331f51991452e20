import { expect, test } from 'vitest';
import { isRaw } from '../../../src/core/catalogue/is-raw.ts';
import { matchOperation } from '../../../src/core/catalogue/match-operation.ts';
import { operationsAt } from '../../../src/core/catalogue/operations-at.ts';
import { pageLimit } from '../../../src/core/catalogue/page-limit.ts';

const REPO = '/repositories/{workspace}/{repo_slug}';
const templateOf = (path: string, method = 'GET') => matchOperation(method, path)?.template;

test.each([
  ['/repositories/acme/web/pullrequests/42', `${REPO}/pullrequests/{pull_request_id}`],
  ['2.0/repositories/acme/web/pullrequests/42?fields=id', `${REPO}/pullrequests/{pull_request_id}`],
  ['/repositories/acme/web/pullrequests/activity', `${REPO}/pullrequests/activity`],
  ['/repositories/acme/web/pullrequests/', `${REPO}/pullrequests`],
  ['/repositories/acme/web/src/main/docs/a b/c.md', `${REPO}/src/{commit}/{path}`],
  ['/repositories/acme/web/src/main/', `${REPO}/src/{commit}/{path}`],
  ['/repositories/acme/web/src', `${REPO}/src`],
  ['/repositories/acme/web/refs/branches/feature/login', `${REPO}/refs/branches/{name}`],
  ['/repositories/acme/web/refs/tags/v1/rc', `${REPO}/refs/tags/{name}`],
  ['/repositories/acme/web/diff/acme/web:a1%0Db2', `${REPO}/diff/{spec}`],
  ['/repositories/%7Bu%7D/%7Br%7D', REPO],
  ['/snippets/acme/x1/comments', '/snippets/{workspace}/{encoded_id}/comments'],
  ['/snippets/acme/x1/abc', '/snippets/{workspace}/{encoded_id}/{node_id}'],
  ['/snippets/acme/x1/files/a/diff', '/snippets/{workspace}/{encoded_id}/files/{path}'],
  ['/user', '/user'],
])('%s is %s', (path, template) => {
  expect(templateOf(path)).toBe(template);
});

test.each([
  '/repositories/acme/web/pull-requests',
  '/repositories/acme//pullrequests',
  '/repositories/acme/web/pullrequests/42/files',
  '/workspaces',
  '',
])('%j is no operation', (path) => {
  expect(matchOperation('GET', path)).toBeUndefined();
});

test('a method that the path lacks is no operation, however it is written', () => {
  expect(matchOperation('patch', '/repositories/acme/web/pullrequests/42')).toBeUndefined();
  expect(matchOperation('put', '/repositories/acme/web/pullrequests/42')?.method).toBe('PUT');
});

test('a literal path does not borrow the methods of a parameter', () => {
  expect(matchOperation('PUT', '/repositories/acme/web/pullrequests/activity')).toBeUndefined();
});

test('all methods of a path are known', () => {
  const methods = (path: string) => operationsAt(path).map(({ method }) => method);
  expect(methods('/repositories/acme/web')).toEqual(['GET', 'POST', 'PUT', 'DELETE']);
  expect(methods('/repositories/acme/web/pullrequests/1')).toEqual(['GET', 'PUT']);
  expect(methods('/nonsense')).toEqual([]);
});

test.each([
  ['/repositories/acme/web/pullrequests?state=OPEN', 50],
  ['/workspaces/acme/pullrequests/bob', 50],
  ['/repositories/acme/web/refs/branches', 100],
  ['/repositories/acme/web/pullrequests/1/tasks', 100],
  ['/repositories/acme/web/pullrequests/1/diffstat', 100],
  ['/repositories/acme/web/downloads', 100],
  ['/repositories/acme/web/pullrequests/1', undefined],
  ['/repositories/acme/web/pullrequests/1/mergeability/checks', undefined],
])('%s gives at most %s values a page', (path, limit) => {
  expect(pageLimit(path)).toBe(limit);
});

test.each([
  ['/repositories/acme/web/pullrequests/1/diff', true],
  ['/repositories/acme/web/patch/a..b', true],
  ['/repositories/acme/web/src/main/package.json', true],
  ['/repositories/acme/web/src/main/a/src/b', true],
  ['/repositories/acme/web/src/main/package.json?format=meta', false],
  ['/repositories/acme/web/src/main/docs/', false],
  ['/repositories/acme/web/src/main', false],
  ['/repositories/acme/web/src', false],
  ['/repositories/acme/web/downloads/app.zip', true],
  ['/repositories/acme/web/downloads', false],
  ['/repositories/acme/web/pipelines/1/steps/2/log', true],
  ['/repositories/acme/web/pullrequests/1/diffstat', false],
  ['/snippets/acme/x1/files/a.txt', true],
  ['/workspaces', false],
])('%s answers bytes: %s', (path, raw) => {
  expect(isRaw(path)).toBe(raw);
});

test('a list reads page, pagelen and fields; commits read what only their text tells', () => {
  const query = matchOperation('GET', '/repositories/acme/web/commits/main')?.query;
  expect(query).toEqual(['include', 'exclude', 'path', 'page', 'pagelen', 'fields']);
  const diff = matchOperation('GET', '/repositories/acme/web/diff/a..b')?.query;
  expect(diff).not.toContain('fields');
});
