import { expect, test } from 'vitest';
import { matchOperation } from '../../../src/core/catalogue/match-operation.ts';
import { REMOVED, removedAt } from '../../../src/core/catalogue/removed.ts';

test.each([
  ['/workspaces', 'CHANGE-2770', '2026-04-14', 'Use /user/workspaces.'],
  ['/2.0/repositories?role=member', 'CHANGE-2770', '2026-04-14', '/repositories/{workspace}?role='],
  ['/snippets', 'CHANGE-2770', '2026-04-14', '/snippets/{workspace}'],
  ['/user/permissions/workspaces', 'CHANGE-2770', '2026-04-14', '/user/workspaces'],
  [
    '/user/permissions/repositories',
    'CHANGE-2770',
    '2026-04-14',
    '/user/workspaces/{workspace}/permissions/repositories',
  ],
  ['/pullrequests/bob', 'CHANGE-3022', undefined, '/workspaces/{workspace}/pullrequests/bob'],
  ['/repositories/acme/web/issues', undefined, '2026-08-20', 'Jira'],
  ['/repositories/acme/web/issues/3/comments', undefined, '2026-08-20', 'Jira'],
  ['/repositories/acme/web/wiki/Home', undefined, '2026-08-20', 'Wikis'],
  ['/teams/acme/members', undefined, undefined, '/workspaces/acme'],
  ['/1.0/repositories/acme/web', undefined, '2019', '/2.0'],
])('%s is gone, and bbx knows since when and what to do', (path, change, since, instead) => {
  const removed = removedAt(path);
  expect(removed).toMatchObject({ status: 'removed', ...(change && { change }) });
  expect(removed?.since).toBe(since);
  expect(removed?.instead).toContain(instead);
});

test('code search and the variables of teams and users are deprecated', () => {
  expect(removedAt('/workspaces/acme/search/code')).toMatchObject({
    status: 'deprecated',
    since: '2026-11-01',
  });
  expect(removedAt('/teams/acme/pipelines_config/variables/1', 'PUT')).toMatchObject({
    status: 'deprecated',
    instead: 'Use /workspaces/acme/pipelines-config/variables.',
  });
});

test('what lives on is not called removed', () => {
  expect(removedAt('/snippets', 'POST')).toBeUndefined();
  expect(removedAt('/1.0/groups/acme')).toBeUndefined();
  expect(removedAt('/workspaces/acme')).toBeUndefined();
  expect(removedAt('/repositories/acme')).toBeUndefined();
  expect(removedAt('/repositories/acme/issues')).toBeUndefined();
});

test('nothing called removed is still in the catalogue', () => {
  for (const { template, status } of REMOVED.filter(({ status }) => status === 'removed')) {
    expect(matchOperation('GET', template), `${template} ${status}`).toBeUndefined();
  }
});

test('every path that advice names is an operation', () => {
  for (const { instead } of REMOVED) {
    for (const [path] of instead.matchAll(/\/(?!2\.0)[a-z][\w/{}-]+/g)) {
      expect(matchOperation('GET', path), `${path} in "${instead}"`).toBeDefined();
    }
  }
});
