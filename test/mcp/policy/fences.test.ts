import { describe, expect, test } from 'vitest';
import { judgeClone } from '../../../src/mcp/policy/clones.ts';
import { policyWords } from '../../../src/mcp/policy/policy-words.ts';
import { refusedTool } from '../../../src/mcp/policy/tool-needs.ts';
import { toolName } from '../../../src/mcp/tool-name.ts';
import { GROUP_NAMES, operationsOf } from '../../../src/operations/registry.ts';
import { limitsOf, refusalOf } from './judging.ts';

const REPO = '/repositories/acme/api';
const PULL = `${REPO}/pullrequests/1`;

describe('a pinned workspace', () => {
  const flags = { pin: ['acme'] };

  test.each([
    `GET ${REPO}`,
    'GET /repositories/ACME',
    `DELETE ${REPO}/refs/branches/x`,
    'GET /workspaces/acme/search/code?search_query=x',
    'GET /workspaces/acme/pullrequests/%7B1%7D',
    'GET /snippets/acme',
    'GET /user',
    'GET /user/workspaces',
    'GET /user/workspaces/acme/permissions/repositories',
    'GET /users/%7B1%7D',
    'GET /hook_events/repository',
    `GET ${REPO}/diff/acme/other:a..b`,
  ])('lets %s pass', (request) => {
    expect(refusalOf(flags, request)).toBe('');
  });

  test.each([
    'GET /repositories/other/api',
    'GET /repositories/acme2/api',
    'GET /repositories/acme%2F..%2Fother/api',
    'GET /repositories/%7B1%7D/api',
    'GET /repositories/acme%20/api',
    'GET /workspaces/other',
    'GET /workspaces/other/search/code?search_query=x',
    'GET /snippets/other/x',
    'POST /snippets',
    'GET /teams/other/search/code',
    'GET /users/other/search/code',
    'GET /users/%7B1%7D/ssh-keys',
    'POST /users/%7B1%7D/ssh-keys',
    'GET /user/workspaces/other/permission',
    'PUT /addon',
    'GET /no-such-thing',
    `GET ${REPO}/diff/other/api:a..b`,
    `GET ${REPO}/diff/other%2Fapi:a%0Db`,
    `GET ${REPO}/diff/%7B1%7D/%7B2%7D:a..b`,
    `POST ${REPO}/no-such-thing`,
    `POST ${REPO}/forks`,
  ])('does not let %s pass', (request) => {
    expect(refusalOf(flags, request)).toMatch(/--pin acme|slug|full_name|WORKSPACE|unclear/);
  });

  test('holds for the bodies of pull requests, forks and repositories', () => {
    const sent = (line: string, body: unknown) => refusalOf(flags, line, { body });
    const into = (full_name: string) => ({ destination: { repository: { full_name } } });
    expect(sent(`POST ${REPO}/pullrequests`, into('other/api'))).toMatch(/reaches POST/);
    expect(sent(`POST ${REPO}/pullrequests`, into('acme/other'))).toBe('');
    expect(sent(`PUT ${PULL}`, { source: { repository: { uuid: '{1}' } } })).toMatch(/full_name/);
    expect(sent(`POST ${REPO}/forks`, { workspace: { slug: 'other' } })).toMatch(/reaches POST/);
    expect(sent(`POST ${REPO}/forks`, { workspace: { slug: 'acme' } })).toBe('');
    expect(sent(`PUT ${REPO}`, { workspace: { slug: 'other' } })).toMatch(/reaches POST/);
    expect(sent(`PUT ${REPO}`, { owner: { uuid: '{1}' } })).toMatch(/slug/);
    const two = { workspace: { slug: 'acme', uuid: '{1}' } };
    expect(sent(`POST ${REPO}/forks`, two)).toMatch(/slug/);
    expect(sent(`PUT ${REPO}`, two)).toMatch(/slug/);
    const owned = { workspace: { slug: 'acme' }, owner: { username: 'other' } };
    expect(sent(`POST ${REPO}/forks`, owned)).toMatch(/reaches POST \/repositories\/other/);
    expect(sent(`PUT ${REPO}`, { full_name: 'other/api' })).toMatch(/full_name/);
    expect(
      sent(`POST ${REPO}/forks`, { ...owned, owner: { slug: 'acme', username: 'x' } }),
    ).not.toBe('');
    expect(sent(`PUT ${REPO}`, { full_name: 'acme/api', workspace: { slug: 'acme' } })).toBe('');
    expect(sent(`PUT ${REPO}`, { description: 'x' })).toBe('');
    expect(sent(`POST ${PULL}/comments`, { content: { raw: 'other/api' } })).toBe('');
  });
});

describe('a pinned repository', () => {
  const flags = { pin: ['acme/api', 'acme/web'] };

  test.each([
    `GET ${REPO}/src`,
    'POST /repositories/acme/web/pullrequests/1/comments',
    `GET ${REPO}.git`,
    'GET /workspaces/acme',
    'GET /workspaces/acme/members?q=x',
    'GET /workspaces/acme/permissions/repositories/api',
    'GET /user/workspaces/acme/permission',
    `GET ${REPO}/diff/acme/web:a..b`,
  ])('lets %s pass', (request) => {
    expect(refusalOf(flags, request)).toBe('');
  });

  test.each([
    'GET /repositories/acme',
    'GET /repositories/acme/other',
    'GET /repositories/acme/api2',
    'GET /repositories/acme/api%2F..%2Fother',
    'GET /repositories/acme/%7B1%7D',
    'GET /workspaces/acme/search/code?search_query=x',
    'GET /workspaces/acme/projects',
    'GET /workspaces/acme/pullrequests/%7B1%7D',
    'GET /workspaces/acme/permissions/repositories',
    'GET /snippets/acme',
    'DELETE /workspaces/acme/members',
    `GET ${REPO}/diff/acme/other:a..b`,
  ])('does not let %s pass', (request) => {
    expect(refusalOf(flags, request)).not.toBe('');
  });

  test('follows where Bitbucket sends for the diff of a pull request, also to its fork', () => {
    const redirected = true;
    expect(refusalOf(flags, `GET ${REPO}/diff/acme/api:a%0Db`, { redirected })).toBe('');
    expect(refusalOf(flags, `GET ${REPO}/diff/fork/api:a%0Db`, { redirected })).toBe('');
    expect(refusalOf(flags, 'GET /repositories/acme/renamed', { redirected })).not.toBe('');
  });

  test('of another place narrows it further', () => {
    const both = { pin: ['acme'], allow: ['GET /repositories/acme/api/**'] };
    expect(refusalOf(both, `GET ${REPO}/src`)).toBe('');
    expect(refusalOf(both, 'GET /repositories/acme/web/src')).not.toBe('');
  });
});

describe('gates', () => {
  test.each([
    `POST ${PULL}/merge`,
    `POST ${PULL}/merge/`,
    `POST ${PULL}/Merge`,
    `POST ${PULL}%2Fmerge`,
    `POST ${PULL}/%256Derge`,
    `POST ${PULL}/merge;x`,
    `PUT ${PULL}/merge`,
  ])('no-merge does not let %s pass', (request) => {
    expect(refusalOf({ 'no-merge': true }, request)).toMatch(/--no-merge/);
  });

  test('no-merge lets look at a merge, and all else pass', () => {
    const flags = { 'no-merge': true };
    expect(refusalOf(flags, `GET ${PULL}/merge/task-status/1`)).toBe('');
    expect(refusalOf(flags, `POST ${PULL}/decline`)).toBe('');
    expect(refusalOf(flags, `DELETE ${REPO}`)).toBe('');
  });

  test.each([
    [`DELETE ${REPO}`, /--no-delete/],
    [`DELETE ${PULL}/comments/7`, /--no-delete/],
    [`DELETE ${PULL}/tasks/7`, /--no-delete/],
    [`DELETE ${REPO}/refs/branches/approve`, /--no-delete/],
    [`DELETE ${REPO}/refs/branches/x%2Fpullrequests%2F1%2Fapprove`, /--no-delete/],
    [`DELETE ${PULL}%2F..%2F..%2F..%2Frefs%2Fbranches%2Fmain%2F/approve`, /unclear/],
    [`DELETE ${PULL}/comments/7%2Fresolve`, /--no-delete/],
    [`POST ${PULL}/merge`, /close_source_branch: false/],
    [`DELETE ${PULL}/approve`, /^$/],
    [`DELETE ${PULL}/request-changes`, /^$/],
    [`DELETE ${PULL}/comments/7/resolve`, /^$/],
    [`DELETE ${REPO}/commit/abc/approve`, /^$/],
    [`GET ${REPO}`, /^$/],
  ])('no-delete: %s', (request, said) => {
    expect(refusalOf({ 'no-delete': true }, request)).toMatch(said);
  });

  test('a merge has to say that the source branch stays, where branches may not be deleted', () => {
    const merge = (flags: object, body: unknown) =>
      refusalOf({ ...flags }, `POST ${PULL}/merge?async=true`, { body });
    const denied = { deny: ['DELETE /repositories/*/*/refs/branches/main'] };
    for (const flags of [{ 'no-delete': true }, denied]) {
      expect(merge(flags, { close_source_branch: false })).toBe('');
      expect(merge(flags, { close_source_branch: true })).toMatch(/source branch/);
      expect(merge(flags, { close_source_branch: 'false' })).toMatch(/source branch/);
      expect(merge(flags, {})).toMatch(/source branch/);
    }
    expect(merge({ deny: ['DELETE /repositories/acme/web/**'] }, {})).toBe('');
  });

  test('no pull request is told to delete its source branch either, and no right set to none', () => {
    const flags = { 'no-delete': true };
    const sent = (line: string, body: unknown) => refusalOf(flags, line, { body });
    for (const line of [`POST ${REPO}/pullrequests`, `PUT ${PULL}`]) {
      expect(sent(line, { title: 'x', close_source_branch: true })).toMatch(/source branch stays/);
      expect(sent(line, { title: 'x', close_source_branch: 'true' })).not.toBe('');
      expect(sent(line, { title: 'x', close_source_branch: false })).toBe('');
      expect(sent(line, { title: 'x' })).toBe('');
    }
    const rights = `PUT ${REPO}/permissions-config/groups/dev`;
    expect(sent(rights, { permission: 'none' })).toMatch(/--no-delete/);
    expect(sent(rights, { permission: 'read' })).toBe('');
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('read-only does not let %s pass', (method) => {
    expect(refusalOf({ 'read-only': true }, `${method} ${PULL}/comments`)).toMatch(/--read-only/);
  });
});

describe('a clone', () => {
  const cloned = (flags: Readonly<Record<string, unknown>>, repo = 'api') =>
    judgeClone(limitsOf(flags), { workspace: 'acme', repo })?.message ?? '';

  test.each([
    [{ deny: ['CLONE /repositories/acme/api'] }],
    [{ deny: ['CLONE /repositories/Acme/**'] }],
    [{ deny: ['* /repositories/*/api'] }],
    [{ deny: ['GET /repositories/acme/api'] }],
    [{ deny: ['GET /repositories/*/*/src/main/secrets/**'] }],
    [{ deny: ['GET /repositories/*/*/diff/**'] }],
    [{ deny: ['GET /**'] }],
    [{ allow: ['GET /repositories/acme/api'] }],
    [{ allow: ['GET /repositories/acme/api/src/main/**'] }],
    [{ allow: ['GET /repositories/acme/api/src/*/*'] }],
    [{ allow: ['POST /**'] }],
    [{ pin: ['other'] }],
    [{ pin: ['acme/web'] }],
    [{ 'read-only': true }],
    [{ allow: ['CLONE /**'], deny: ['CLONE /repositories/acme/api'] }],
  ])('is refused by %j', (flags) => {
    expect(cloned(flags)).toMatch(/^Not permitted: a clone of acme\/api/);
  });

  test.each([
    [{ deny: ['CLONE /repositories/acme/web'] }],
    [{ deny: ['GET /repositories/*/*/pullrequests/**', 'DELETE /**'] }],
    [{ allow: ['CLONE /repositories/acme/api'] }],
    [{ allow: ['GET /repositories/acme/**'] }],
    [{ allow: ['GET /repositories/*/*/src/**'] }],
    [{ allow: ['GET /repositories/acme/api/src/{commit}/**'] }],
    [{ pin: ['ACME/api'] }],
    [{ 'no-merge': true, 'no-delete': true }],
  ])('is permitted by %j', (flags) => {
    expect(cloned(flags)).toBe('');
  });
});

test('a model is told of the policy in a sentence before it tries', () => {
  expect(policyWords(limitsOf({ confirm: 'never' }))).toBeUndefined();
  const flags = { 'read-only': true, 'no-merge': true, 'no-delete': true, deny: ['PUT /**'] };
  expect(policyWords(limitsOf({ ...flags, pin: ['acme', 'other/web'] }))).toBe(
    'The operator permits: reading only; only acme, other/web; no merging; no deleting; only some paths. A refusal (POLICY) is final: tell the user.',
  );
});

describe('the list of tools', async () => {
  const all = await operationsOf(GROUP_NAMES);
  const left = (flags: Readonly<Record<string, unknown>>) =>
    all.filter((one) => refusedTool(limitsOf(flags), one) === undefined).map(toolName);
  const without = (...names: string[]) => all.map(toolName).filter((name) => !names.includes(name));

  test('has all where nothing is forbidden', () => {
    expect(left({})).toEqual(without());
    expect(left({ confirm: 'always' })).toEqual(without());
    expect(left({ pin: ['acme/api'] })).toEqual(without());
  });

  test('has what only reads', () => {
    expect(left({ 'read-only': true })).toEqual([
      'bb_get',
      'bb_pr_list',
      'bb_pr_view',
      'bb_pr_diff',
      'bb_pr_threads',
      'bb_pr_tasks',
      'bb_branches_list',
    ]);
  });

  test('lacks tools of which no call could succeed', () => {
    expect(left({ 'no-merge': true })).toEqual(without('bb_pr_merge'));
    expect(left({ 'no-delete': true })).toEqual(without('bb_branches_prune'));
    expect(left({ deny: ['PUT /**'] })).toEqual(
      without('bb_put', 'bb_patch', 'bb_pr_edit', 'bb_pr_ready'),
    );
    expect(left({ deny: ['PUT /repositories/acme/**'] })).toEqual(without());
    expect(left({ deny: ['CLONE /**'] })).toEqual(without('bb_clone'));
    expect(left({ deny: ['POST /repositories/*/*/pullrequests/*/approve'] })).toEqual(without());
  });

  test('has with an allow list only what that is enough for', () => {
    expect(left({ allow: ['GET /repositories/acme/api/pullrequests/**'] })).toEqual([
      'bb_get',
      'bb_pr_list',
      'bb_pr_view',
      'bb_pr_diff',
      'bb_pr_threads',
      'bb_pr_tasks',
    ]);
    const comments = 'POST /repositories/*/*/pullrequests/*/comments';
    expect(left({ allow: ['GET /**', comments] })).toContain('bb_pr_review');
    expect(left({ allow: ['GET /**', comments] })).not.toContain('bb_pr_approve');
  });
});
