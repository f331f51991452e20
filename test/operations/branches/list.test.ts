import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { DataAnswer } from '../../../src/core/answer.ts';
import { list } from '../../../src/operations/branches/list.ts';
import { type BranchYard, branchYard } from '../../support/branch-yard.ts';
import type { TestContextOptions } from '../../support/context.ts';
import { PLAIN_GIT } from '../../support/git-server.ts';
import { sandboxForFile } from '../../support/sandbox.ts';

const desk = sandboxForFile({ described: true });

type Row = Record<string, string | number | null>;

async function listed(yard: BranchYard, input: object, more: TestContextOptions = {}) {
  const answer = await list.run(input, yard.context(more));
  const { data, page, problem }: Partial<DataAnswer> = Object(answer);
  const { values }: { values: Row[] } = Object(data);
  return { rows: values, names: values.map(({ name }) => name), page, problem };
}

test('tells date, author, pull request, merge and protection', async () => {
  const yard = await branchYard(desk.sandbox);
  await yard.branch('old', 100, 1);
  await yard.branch('open', 3);
  await yard.branch('merged', 20);
  await yard.branch('further', 30);
  await yard.branch('declined', 40);
  await yard.branch('release/1', 50);
  await yard.pull('open', { state: 'DECLINED' });
  await yard.pull('open');
  await yard.pull('merged', { state: 'MERGED' });
  await yard.pull('further', { state: 'MERGED' });
  await yard.branch('further', 10);
  await yard.pull('declined', { state: 'DECLINED' });
  desk.sandbox.requests.length = 0;
  const { rows, page } = await listed(yard, {});
  const row = (name: string) => rows.find((one) => one.name === name);
  expect(rows.map(({ name }) => name)).toEqual([
    'main',
    'open',
    'further',
    'merged',
    'declined',
    'release/1',
    'old',
  ]);
  expect(row('old')).toEqual({
    name: 'old',
    date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    author: 'Tom Becker',
    pull_request: null,
    state: null,
    merged: 'no',
    protected: null,
  });
  expect(row('open')).toMatchObject({ pull_request: 2, state: 'OPEN', merged: 'no' });
  expect(row('merged')).toMatchObject({ pull_request: 3, state: 'MERGED', merged: 'yes' });
  expect(row('further')).toMatchObject({ pull_request: 4, merged: 'has newer commits' });
  expect(row('declined')).toMatchObject({ pull_request: 5, state: 'DECLINED', merged: 'no' });
  expect(row('release/1')).toMatchObject({ protected: 'release' });
  expect(row('main')).toMatchObject({ protected: 'main' });
  expect(page).toEqual({ shown: 7, size: 7, partial: false });
  expect(desk.requests).toHaveLength(5);
});

test('narrows by age, merge and author, and sorts', async () => {
  const yard = await branchYard(desk.sandbox);
  await yard.branch('b-old', 100, 1);
  await yard.branch('a-older', 200, 0);
  await yard.branch('c-merged', 20, 1);
  await yard.pull('c-merged', { state: 'MERGED' });
  expect((await listed(yard, { stale: '90d' })).names).toEqual(['a-older', 'b-old']);
  expect((await listed(yard, { stale: '90d', sort: 'newest' })).names).toEqual([
    'b-old',
    'a-older',
  ]);
  expect((await listed(yard, { merged: true })).names).toEqual(['c-merged']);
  expect((await listed(yard, { author: 'tombecker' })).names).toEqual(['c-merged', 'b-old']);
  expect((await listed(yard, { mine: true })).names).toEqual(['main', 'a-older']);
  expect((await listed(yard, { sort: 'name' })).names[0]).toBe('a-older');
  expect((await listed(yard, { sort: 'author' })).names.slice(0, 2).sort()).toEqual([
    'a-older',
    'main',
  ]);
});

test('stops at its limit, says so, and asks for no more than it shows', async () => {
  const yard = await branchYard(desk.sandbox);
  for (let at = 0; at < 12; at += 1) await yard.branch(`b${at}`, at + 1);
  const { names, page } = await listed(yard, { limit: 3 });
  expect(names).toEqual(['main', 'b0', 'b1']);
  expect(page).toEqual({ shown: 3, size: 13, partial: true });
  expect((await listed(yard, { limit: 3, all: true })).rows).toHaveLength(13);
  const narrowed = await listed(yard, { limit: 3, stale: '5d' });
  expect(narrowed.page).toEqual({ shown: 3, size: undefined, partial: true });
});

test('counts ahead and behind by the clone where it has the commits, else only when asked to', async () => {
  const yard = await branchYard(desk.sandbox);
  await yard.branch('work', 3);
  await yard.branch('work', 2);
  await yard.branch('main', 1);
  expect((await listed(yard, {})).rows[1]).not.toHaveProperty('ahead');
  const asked = await listed(yard, { aheadBehind: true });
  expect(asked.rows[1]).toMatchObject({ name: 'work', ahead: 2, behind: 1 });
  const clone = join(yard.home, 'clone');
  const env = { ...process.env, ...PLAIN_GIT };
  const git = (...args: string[]) => execFileSync('git', args, { env });
  git('clone', '-q', yard.repository.git.directory, clone);
  git('-C', clone, 'remote', 'set-url', 'origin', `${desk.sandbox.gitUrl}/${yard.name}.git`);
  desk.sandbox.requests.length = 0;
  const local = await listed(yard, { aheadBehind: true }, { cwd: clone });
  expect(local.rows[1]).toMatchObject({ name: 'work', ahead: 2, behind: 1 });
  expect(desk.asked.filter((one) => one.includes('/commits'))).toEqual([]);
  await yard.branch('newer', 0.5);
  const mixed = await listed(yard, {}, { cwd: clone });
  expect(mixed.rows.find(({ name }) => name === 'newer')).not.toHaveProperty('ahead');
});

test('lists several repositories, and one that is not there does not take the others with it', async () => {
  const yard = await branchYard(desk.sandbox);
  const other = await branchYard(desk.sandbox);
  await yard.branch('one', 5);
  await other.branch('two', 4);
  const notes: string[] = [];
  const repo = [yard.name, 'acme/nope', other.name];
  const { rows, problem } = await listed(yard, { repo, stale: '1d' }, { notes });
  expect(rows.map(({ repository, name }) => [repository, name])).toEqual([
    [yard.name, 'one'],
    [other.name, 'two'],
  ]);
  expect(problem).toMatchObject({ code: 'NOT_FOUND', exitCode: 3 });
  expect(notes.join()).toContain('acme/nope');
});

test('lists a workspace, bounded, and says what was left out', async () => {
  const yard = await branchYard(desk.sandbox);
  const { rows } = await listed(yard, { workspace: 'acme', stale: '1y', all: true });
  expect(new Set(rows.map(({ repository }) => repository))).toContain('acme/backend-api');
  await Promise.all(Array.from({ length: 20 }, () => branchYard(desk.sandbox)));
  const notes: string[] = [];
  desk.sandbox.requests.length = 0;
  await listed(yard, { workspace: 'acme', limit: 1 }, { notes });
  expect(notes.join()).toMatch(/acme has \d+ repositories: only the 20 that were changed last/);
  expect(desk.asked.filter((one) => one.includes('/refs/branches')).length).toBeLessThanOrEqual(20);
});

test('says what does not go together, and what is not there', async () => {
  const yard = await branchYard(desk.sandbox);
  for (const input of [
    { mine: true, author: 'tom' },
    { workspace: 'acme', repo: ['acme/x'] },
    { stale: 'soon' },
  ]) {
    await expect(listed(yard, input)).rejects.toMatchObject({ code: 'USAGE' });
  }
  await expect(listed(yard, { workspace: 'nobody' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const empty = await listed(yard, { repo: ['acme/empty'] });
  expect(empty.rows).toEqual([]);
});

test('"me" needs a token that is somebody\'s', async () => {
  const yard = await branchYard(desk.sandbox);
  const environment = {
    ATLASSIAN_USER_EMAIL: '',
    ATLASSIAN_API_TOKEN: '',
    BITBUCKET_ACCESS_TOKEN: desk.sandbox.credentials.accessToken.token,
  };
  await expect(listed(yard, { mine: true }, { environment })).rejects.toMatchObject({
    code: 'USAGE',
    message: expect.stringContaining('nobody in particular'),
  });
});

test('a repository that is named twice is listed once, by its old name or in another case', async () => {
  const yard = await branchYard(desk.sandbox);
  const other = await branchYard(desk.sandbox);
  const twice = [yard.name, yard.name.toUpperCase()];
  expect((await listed(yard, { repo: twice })).names).toEqual(['main']);
  // Bitbucket leads from an old name to the new one.
  const { world } = desk.sandbox;
  world.repositories.set('old-name', { ...yard.repository, slug: 'old-name' });
  onTestFinished(() => void world.repositories.delete('old-name'));
  const named = await listed(yard, { repo: [...twice, other.name, 'acme/old-name'] });
  expect(named.names).toEqual(['main', 'main']);
});
