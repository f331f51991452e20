import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sandboxForFile } from '../../support/sandbox.ts';
import { agentOf, type Outcome } from './agent.ts';

const desk = sandboxForFile();
const REPO = '/repositories/acme/backend-api';
const PULL = `${REPO}/pullrequests/42`;
const OTHER = '/repositories/acme/payments-service';

/** It was refused by the policy, in words that a model can act on. */
function expectRefused({ text, isError }: Outcome, by: RegExp): void {
  expect(text).toMatch(/^error: Not permitted: /);
  expect(text).toMatch(by);
  expect(text).toMatch(/\nhint: \S/);
  expect(text.length).toBeLessThan(600);
  expect(isError).toBe(true);
}

describe('what is refused is not sent', () => {
  test.each([
    [{ 'read-only': true }, 'bb_post', { path: `${PULL}/approve` }],
    [{ 'read-only': true }, 'bb_put', { path: PULL, body: { title: 'x' } }],
    [{ 'read-only': true }, 'bb_patch', { path: PULL, body: { title: 'x' } }],
    [{ 'read-only': true }, 'bb_delete', { path: `${REPO}/refs/branches/main` }],
    [{ 'read-only': true }, 'bb_clone', { repoSlug: 'acme/backend-api' }],
    [{ 'read-only': true }, 'bb_pr_comment', { pr: '42', repo: 'acme/backend-api', body: 'x' }],
    [{ 'read-only': true }, 'bb_branches_prune', { repo: 'acme/backend-api', merged: true }],
    [{ deny: ['PUT /**'] }, 'bb_patch', { path: PULL, body: { title: 'x' } }],
    [{ deny: [`PUT ${PULL}`] }, 'bb_patch', { path: `${PULL}/`, body: { title: 'x' } }],
    [
      { deny: [`PUT ${PULL}`] },
      'bb_patch',
      { path: `${REPO}/PullRequests/42`, body: { title: 'x' } },
    ],
    [{ deny: [`PUT ${PULL}`] }, 'bb_pr_edit', { pr: '42', repo: 'acme/backend-api', title: 'x' }],
    [{ deny: [`GET ${REPO}/src/**`] }, 'bb_get', { path: `${REPO}%2Fsrc/main/README.md` }],
    [{ deny: [`GET ${REPO}/src/**`] }, 'bb_get', { path: `${REPO}/%73rc/main/README.md` }],
    [{ deny: [`GET ${REPO}/src/**`] }, 'bb_get', { path: `${REPO}/refs%2F..%2Fsrc/main` }],
    [{ deny: [`GET ${REPO}/src/**`] }, 'bb_get', { path: `${REPO}/x%252f..%252fsrc/main` }],
    [{ 'no-merge': true }, 'bb_post', { path: `${PULL}%2Fmerge` }],
    [{ 'no-merge': true }, 'bb_post', { path: `${PULL}/Merge` }],
    [{ 'no-merge': true }, 'bb_pr_merge', { pr: '42', repo: 'acme/backend-api' }],
    [{ 'no-delete': true }, 'bb_delete', { path: `${REPO}/refs/branches/main` }],
    [{ 'no-delete': true }, 'bb_post', { path: `${PULL}/merge` }],
    [{ 'no-delete': true }, 'bb_pr_merge', { pr: '42', repo: 'acme/backend-api' }],
    [{ 'no-delete': true }, 'bb_branches_prune', { repo: 'acme/backend-api', merged: true }],
    [{ pin: ['acme/backend-api'] }, 'bb_get', { path: OTHER }],
    [
      { pin: ['acme/backend-api'] },
      'bb_get',
      { path: '/workspaces/acme/search/code?search_query=x' },
    ],
    [{ pin: ['acme/backend-api'] }, 'bb_get', { path: `${REPO}/diff/acme/payments-service:a..b` }],
    [{ pin: ['acme/backend-api'] }, 'bb_pr_list', { workspace: 'acme', author: 'Tom' }],
    [
      { pin: ['acme/backend-api'] },
      'bb_pr_list',
      { repo: ['acme/backend-api', 'acme/payments-service'] },
    ],
    [{ pin: ['acme/backend-api'] }, 'bb_branches_list', { workspace: 'acme' }],
    [{ pin: ['other'] }, 'bb_pr_view', { pr: '42', repo: 'acme/backend-api' }],
    [
      { pin: ['acme'] },
      'bb_post',
      { path: `${REPO}/forks`, body: { workspace: { slug: 'other' } } },
    ],
    [{ allow: [`GET ${PULL}`] }, 'bb_get', { path: `${PULL}/comments` }],
    [{ allow: ['GET /**'] }, 'bb_post', { path: `${PULL}/approve` }],
  ])('%j and %s %j', async (flags, tool, args) => {
    const outcome = await agentOf(desk.sandbox, flags)(tool, args);
    expectRefused(outcome, /--[a-z-]+|slug|WORKSPACE|unclear|source branch/);
    expect(outcome.asked).toEqual([]);
  });
});

test('pruning keeps what the policy does not let go, says so in the plan, and deletes the rest', async () => {
  const rule = `DELETE ${REPO}/refs/branches/feature/**`;
  const agent = agentOf(desk.sandbox, { deny: [rule] });
  const args = { repo: 'acme/backend-api', merged: true, all: true };
  const shown = await agent('bb_branches_prune', args);
  expect(shown.text).toMatch(
    /feature\/API-209\S*,keep,.*not permitted: DELETE .*--deny .*of bbx mcp/,
  );
  const [, digest] = /digest: "(\w+)"/.exec(shown.text) ?? [];
  const { asked, isError, text } = await agent('bb_branches_prune', { ...args, digest });
  expect(isError, text).toBe(false);
  const sent = asked.filter((line) => line.startsWith('DELETE'));
  expect(sent).toHaveLength(2);
  expect(sent.join()).not.toContain('feature');
});

describe('what is permitted still works', () => {
  test('the catalogue, which needs no request', async () => {
    for (const flags of [{ pin: ['acme'] }, { allow: ['GET /user'] }]) {
      const agent = agentOf(desk.sandbox, flags);
      const outcome = await agent('bb_get', { path: 'endpoints:pull request comments' });
      expect(outcome.text).toMatch(/^(?!error).*comments/s);
      expect(outcome.asked).toEqual([]);
    }
  });

  test('the diff of a pull request, whose redirect leads to its commits', async () => {
    for (const flags of [{ pin: ['acme/backend-api'] }, { allow: [`GET ${PULL}/**`] }]) {
      const { asked, isError } = await agentOf(desk.sandbox, flags)('bb_get', {
        path: `${PULL}/diff`,
      });
      expect(isError).toBe(false);
      expect(asked).toHaveLength(2);
      expect(asked[1]).toMatch(/^GET \/repositories\/acme\/backend-api\/diff\/acme\/backend-api:/);
    }
  });

  test('a merge that keeps its source branch, where nothing may be deleted', async () => {
    const agent = agentOf(desk.sandbox, { 'no-delete': true });
    const merge = { pr: '42', repo: 'acme/backend-api', closeSourceBranch: false };
    const shown = await agent('bb_pr_merge', merge);
    const [, digest] = /digest: "(\w+)"/.exec(shown.text) ?? [];
    const done = await agent('bb_pr_merge', { ...merge, digest });
    expect(done.text).not.toMatch(/Not permitted/);
    expect(done.asked.filter((line) => line.startsWith('POST'))).toHaveLength(1);
  });

  test('one’s own approval taken back, where nothing may be deleted', async () => {
    const agent = agentOf(desk.sandbox, { 'no-delete': true });
    await agent('bb_pr_approve', { pr: '42', repo: 'acme/backend-api' });
    const { text } = await agent('bb_delete', { path: `${PULL}/approve` });
    expect(text).not.toMatch(/Not permitted/);
  });
});

describe('half a job', () => {
  const findings = [{ path: 'README.md', line: 1, body: 'x' }];

  test.each([
    ['POST /repositories/*/*/pullrequests/*/approve', { approve: true }],
    [
      'POST /repositories/acme/backend-api/pullrequests/42/request-changes',
      { requestChanges: true },
    ],
    ['POST /repositories/*/*/pullrequests/*/comments', {}],
  ])('of a review is not begun with --deny %s', async (rule, verdict) => {
    const agent = agentOf(desk.sandbox, { deny: [rule] });
    const args = { pr: '42', repo: 'acme/backend-api', findings, ...verdict };
    const outcome = await agent('bb_pr_review', args);
    expectRefused(outcome, /--deny/);
    expect(outcome.asked).toEqual([]);
  });

  test('is not begun by threads and tasks either', async () => {
    const where = { pr: '42', repo: 'acme/backend-api' };
    const agent = agentOf(desk.sandbox, { deny: ['DELETE /**', 'PUT /**'] });
    const reopened = await agent('bb_pr_threads_update', {
      ...where,
      resolve: ['1'],
      reopen: ['2'],
    });
    const finished = await agent('bb_pr_tasks_update', { ...where, add: 'x', done: ['1'] });
    for (const outcome of [reopened, finished]) {
      expectRefused(outcome, /--deny/);
      expect(outcome.asked).toEqual([]);
    }
  });
});

describe('a redirect', () => {
  const elsewhere = () => new URL(`${desk.sandbox.url}/2.0${OTHER}`);

  test.each([
    [{ pin: ['acme/backend-api'] }, 'bb_get', 302],
    [{ deny: [`* ${OTHER}/**`] }, 'bb_get', 301],
    [{ allow: [`* ${REPO}/**`] }, 'bb_get', 307],
    [{ deny: [`PUT ${OTHER}`] }, 'bb_put', 308],
    [{ pin: ['acme/backend-api'] }, 'bb_put', 301],
    [{ deny: [`GET ${OTHER}`] }, 'bb_put', 303],
  ])('does not lead around %j (%s, %i)', async (flags, tool, status) => {
    desk.sandbox.faults.add({ path: REPO, status, redirect: elsewhere() });
    const body = tool === 'bb_put' ? { body: { description: 'x' } } : {};
    const agent = agentOf(desk.sandbox, { ...flags, confirm: 'never' });
    const outcome = await agent(tool, { path: REPO, ...body });
    expectRefused(outcome, /payments-service/);
    expect(outcome.asked).toHaveLength(1);
    expect(outcome.asked.join()).not.toContain('payments-service');
  });

  test('out of the API is refused too', async () => {
    desk.sandbox.faults.add({ path: REPO, redirect: new URL(`${desk.sandbox.url}/1.0/user`) });
    const outcome = await agentOf(desk.sandbox, { deny: ['PUT /**'] })('bb_get', { path: REPO });
    expectRefused(outcome, /out of the API/);
    expect(outcome.asked).toHaveLength(1);
  });

  test('by a page’s next address is refused', async () => {
    const next = `${desk.sandbox.url}/2.0${OTHER}/refs/branches?page=2`;
    const body = JSON.stringify({ values: [{}], next, pagelen: 1, size: 2 });
    desk.sandbox.faults.add({ path: `${REPO}/refs`, status: 200, body });
    const agent = agentOf(desk.sandbox, { pin: ['acme/backend-api'] });
    const outcome = await agent('bb_get', { path: `${REPO}/refs/branches`, all: true });
    expect(outcome.text).toMatch(/Not permitted/);
    expect(outcome.asked).toHaveLength(1);
  });
});

describe('a clone', () => {
  const folder = () => {
    const path = mkdtempSync(join(tmpdir(), 'bbx-policy-'));
    onTestFinished(() => rmSync(path, { recursive: true, force: true }));
    return join(path, 'clone');
  };

  test.each([
    [{ deny: ['CLONE /repositories/acme/backend-api'] }, { repoSlug: 'acme/backend-api' }],
    [{ deny: ['CLONE /repositories/acme/backend-api'] }, { repoSlug: 'ACME/Backend-API.git' }],
    [
      { deny: [`GET ${REPO}/src/*/secrets/**`] },
      { repoSlug: 'backend-api', workspaceSlug: 'acme' },
    ],
    [{ pin: ['acme/payments-service'] }, { repoSlug: 'git@127.0.0.1:acme/backend-api.git' }],
    [{ pin: ['acme/payments-service'] }, { repoSlug: 'WEB/acme/backend-api' }],
    [{ pin: ['acme/payments-service'] }, { repoSlug: 'acme/backend-api', ssh: true }],
    [{ pin: ['acme/backend-api'] }, { repoSlug: 'acme/backend-api', ssh: true }],
    [{ allow: [`GET ${REPO}/src/main/**`] }, { repoSlug: 'acme/backend-api' }],
  ])('is not begun with %j: %j', async (flags, args) => {
    const repoSlug = args.repoSlug.replace('WEB', desk.sandbox.gitUrl);
    const targetPath = folder();
    const outcome = await agentOf(desk.sandbox, flags)('bb_clone', {
      ...args,
      repoSlug,
      targetPath,
    });
    expectRefused(outcome, /a clone/);
    expect(outcome.asked).toEqual([]);
    expect(existsSync(targetPath)).toBe(false);
  });
});
