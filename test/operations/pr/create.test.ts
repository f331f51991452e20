import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { call } from '../../../src/core/bitbucket/call.ts';
import { toolFor } from '../../../src/mcp/tool-for.ts';
import { create } from '../../../src/operations/pr/create.ts';
import { json, type RunOptions } from '../../support/cli.ts';
import { testContext } from '../../support/context.ts';
import { cloneOf, type GitFolder } from '../../support/git-folder.ts';
import { lacks } from '../../support/needs.ts';
import { sandboxForFile } from '../../support/sandbox.ts';

const desk = sandboxForFile({ described: true });
const send = async (method: 'POST' | 'PUT', at: string, body?: unknown) =>
  await call(testContext(desk.sandbox.url, { environment: { ...desk.env } }), method, at, { body });
const pulls = (repo: string) => desk.sandbox.world.repositories.get(repo)?.pullRequests ?? [];
const last = (repo: string) => pulls(repo).at(-1);
const writes = () =>
  desk.requests
    .filter(({ server, method }) => server === 'api' && method !== 'GET')
    .map(({ path }) => path);

/** A clone with a branch of so many commits, pushed unless told. */
async function branchIn(
  repo: string,
  branch: string,
  commits: readonly string[] = ['Add a thing\n\nBecause it is missing.'],
  { push = true } = {},
): Promise<GitFolder> {
  const clone = await cloneOf(desk.sandbox, repo);
  await clone.git('checkout', '-q', '-b', branch);
  for (const message of commits) await clone.commit(message, 'thing.txt', `${branch} ${message}`);
  if (push) await clone.git('push', '-q', '-u', 'origin', branch);
  return clone;
}

const prCreate = async (
  clone: GitFolder | undefined,
  flags: string[] = [],
  more: RunOptions = {},
) => await desk.bbx(['pr', 'create', ...flags], { ...more, ...(clone && { cwd: clone.path }) });

describe.skipIf(lacks('git'))('pr create', () => {
  test('opens one from the current branch, with the words of its commit and default reviewers', async () => {
    const clone = await branchIn('backend-api', 'feature/API-900-one-commit');
    const ran = await prCreate(clone);
    expect(json(ran)).toEqual({
      id: last('backend-api')?.id,
      repository: 'acme/backend-api',
      title: 'Add a thing',
      draft: false,
      source: 'feature/API-900-one-commit',
      destination: 'main',
      reviewers: ['Tom Becker', 'Priya Raman'],
      url: expect.stringContaining('/acme/backend-api/pull-requests/'),
    });
    expect(last('backend-api')).toMatchObject({
      title: 'Add a thing',
      description: 'Because it is missing.',
      closeSourceBranch: false,
    });
    expect(ran.stderr).toBe('');
    expect(writes()).toHaveLength(1);
  });

  test('does not ask the author to review, though by default everybody is', async () => {
    const { people, repositories } = desk.sandbox.world;
    repositories.get('infra')?.defaultReviewers.push(...people);
    const ran = await prCreate(await branchIn('infra', 'everybody'), ['-r', 'Tom Becker']);
    const { reviewers } = Object.assign({ reviewers: [] }, json(ran));
    expect([...reviewers].sort()).toEqual(
      people
        .slice(1)
        .map(({ displayName }) => displayName)
        .sort(),
    );
  });

  test('names one of several commits after its branch, and lists them', async () => {
    const clone = await branchIn('frontend', 'feature/FRO-9-retry_all-orders', ['One', 'Two']);
    expect(json(await prCreate(clone))).toMatchObject({ title: 'FRO-9 retry all orders' });
    expect(last('frontend')?.description).toBe('* One\n* Two');
  });

  test('takes title, body, reviewers, base, draft and closing from flags', async () => {
    const clone = await branchIn('backend-api', 'flags');
    const flags = '-t Title -B release/2.3 -r aiko-t -r tombecker --no-default-reviewers -d';
    const more = ['--close-source-branch', '--body-file', '-'];
    const ran = await prCreate(clone, [...flags.split(' '), ...more], { stdin: 'From *stdin*\n' });
    expect(json(ran)).toMatchObject({ title: 'Title', draft: true, destination: 'release/2.3' });
    expect(last('backend-api')).toMatchObject({
      description: 'From *stdin*\n',
      closeSourceBranch: true,
    });
    const reviewers = last('backend-api')?.participants.map(({ user }) => user.nickname);
    expect(reviewers?.sort()).toEqual(['aiko-t', 'tombecker']);
  });

  test('--dry-run shows what would be sent, and sends nothing', async () => {
    const clone = await branchIn('frontend', 'dry');
    const before = pulls('frontend').length;
    expect(json(await prCreate(clone, ['--dry-run', '-d']))).toEqual({
      dry_run: true,
      repository: 'acme/frontend',
      source: 'acme/frontend:dry',
      destination: 'main',
      commits: 1,
      title: 'Add a thing',
      draft: true,
      reviewers: [],
      description: 'Because it is missing.',
    });
    expect([pulls('frontend').length, writes()]).toEqual([before, []]);
  });

  test.each([
    ['.bitbucket/PULL_REQUEST_TEMPLATE.md'],
    ['pull_request_template.md'],
    ['docs/pull_request_template.txt'],
  ])('takes the template %s, unless the words are given or to be filled in', async (file) => {
    const clone = await branchIn('frontend', `template-${file.length}`);
    mkdirSync(join(clone.path, file, '..'), { recursive: true });
    writeFileSync(join(clone.path, file), '## What\n\n## Why\n');
    const described = async (...flags: string[]) =>
      Object.assign({ description: '' }, json(await prCreate(clone, ['-n', ...flags]))).description;
    expect(await described()).toBe('## What\n\n## Why');
    expect(await described('--fill')).toBe('Because it is missing.');
    expect(await described('--body', 'Mine')).toBe('Mine');
    expect(await described('--body', '')).toBe('');
  });

  test('notes what is not pushed and not committed', async () => {
    const clone = await branchIn('frontend', 'unsent');
    await clone.commit('Not pushed');
    writeFileSync(join(clone.path, 'README.md'), 'changed\n');
    const ran = await prCreate(clone);
    expect(json(ran)).toMatchObject({ title: 'Add a thing' });
    expect(ran.stderr).toBe(
      '1 commit of unsent not pushed yet: git push\n1 changed file not committed here.\n',
    );
  });

  test('from a fork goes to what it is a fork of', async () => {
    await send('POST', '/repositories/acme/infra/forks', { name: 'infra-fork' });
    const clone = await branchIn('infra-fork', 'from/fork');
    const ran = await prCreate(clone);
    expect(json(ran)).toMatchObject({
      repository: 'acme/infra',
      source: 'acme/infra-fork:from/fork',
      destination: 'main',
    });
    expect(last('infra')?.source.repository.slug).toBe('infra-fork');
    const own = await prCreate(clone, ['-R', 'acme/infra-fork', '-n']);
    expect(json(own)).toMatchObject({ repository: 'acme/infra-fork' });
    const again = await prCreate(clone, ['-R', 'acme/infra']);
    expect(again.stderr).toMatch(/open pull request already/);
  });

  test('needs no clone when all is named', async () => {
    await branchIn('frontend', 'from/afar');
    for (const head of ['from/afar', 'acme/frontend:from/afar']) {
      const ran = await prCreate(undefined, ['-R', 'acme/frontend', '--head', head, '-n']);
      expect(json(ran)).toMatchObject({ source: 'acme/frontend:from/afar', title: 'Add a thing' });
    }
  });

  test('looks after a lost answer and sends nothing twice', async () => {
    const clone = await branchIn('frontend', 'lost/answer');
    const before = pulls('frontend').length;
    desk.sandbox.faults.add({ method: 'POST', path: '/pullrequests', truncate: 20 });
    const ran = await prCreate(clone);
    expect(json(ran)).toMatchObject({ source: 'lost/answer' });
    expect([pulls('frontend').length, writes().length]).toEqual([before + 1, 1]);
    expect(ran.stderr).toMatch(
      /The answer was lost \(.+\); the pull request is opened all the same/,
    );
  });

  test('names the reviewers also when the answer was lost', async () => {
    const clone = await branchIn('backend-api', 'lost/reviewers');
    desk.sandbox.faults.add({ method: 'POST', path: '/pullrequests', truncate: 5 });
    const ran = await prCreate(clone, ['-r', 'aiko-t', '--no-default-reviewers']);
    expect(json(ran)).toMatchObject({ reviewers: ['Aiko Tanaka'] });
  });

  test('keeps escape sequences of a commit from the terminal', async () => {
    const clone = await branchIn('frontend', 'evil', ['Evil \u001b[2J\u202e subject']);
    const ran = await prCreate(clone, ['-o', 'table']);
    expect(ran.stdout.toString()).toMatch(
      /^Opened pull request \d+ of acme\/frontend: Evil \^\[\[2J<U\+202E> subject\nhttp/,
    );
    expect(last('frontend')?.title).toContain('\u001b[2J');
  });
});

describe.skipIf(lacks('git'))('pr create sends nothing', () => {
  const refused = async (
    ran: Awaited<ReturnType<typeof prCreate>>,
    code: number,
    words: RegExp,
  ) => {
    expect(ran.stderr).toMatch(words);
    expect([ran.exitCode, ran.stdout.toString(), writes()]).toEqual([code, '', []]);
  };

  test('for a branch that is not pushed: it says how to push it', async () => {
    const clone = await branchIn('frontend', 'not/pushed', ['One'], { push: false });
    const words = /not on Bitbucket \(acme\/frontend\)[\s\S]*git push -u origin not\/pushed/;
    await refused(await prCreate(clone), 3, words);
  });

  test('when there is an open one: it gives number and address', async () => {
    const clone = await branchIn('frontend', 'twice');
    await prCreate(clone);
    const { id } = last('frontend') ?? {};
    desk.sandbox.requests.length = 0;
    const words = new RegExp(
      `already: ${id}, Add a thing\\.\\nhint: http\\S+/pull-requests/${id} `,
    );
    await refused(await prCreate(clone), 3, words);
  });

  test('for a branch without commits of its own', async () => {
    const clone = await branchIn('frontend', 'nothing/new', []);
    await refused(await prCreate(clone), 3, /no commits that main lacks/);
  });

  test('for the main branch, a detached HEAD and the author as reviewer', async () => {
    const clone = await cloneOf(desk.sandbox, 'frontend');
    await refused(await prCreate(clone), 2, /main is where the pull request would go/);
    await clone.git('checkout', '-q', '--detach');
    await refused(await prCreate(clone), 2, /detached HEAD/);
    const other = await branchIn('frontend', 'own/review');
    desk.sandbox.requests.length = 0;
    await refused(await prCreate(other, ['-r', 'maya']), 3, /cannot review it/);
  });

  test.each<[readonly string[], number, RegExp]>([
    [['-R', 'acme/frontend'], 2, /No branch is named/],
    [['-R', 'acme/nothing', '-H', 'x'], 3, /There is no repository acme.nothing/],
    [['-R', 'acme/nothing', '-H', 'x', '-B', 'y'], 3, /404|not found/i],
    [['-R', 'acme/frontend', '-H', 'no-such'], 3, /not on Bitbucket/],
    [['-R', 'acme/backend-api', '-H', 'wip/metrics', '-B', 'nope'], 3, /no branch nope/],
    [['-R', 'acme/empty', '-H', 'x'], 3, /it is empty/],
    [['-R', 'acme/frontend', '-H', 'a:b:c'], 2, /No branch is called/],
    [['-H', 'x'], 2, /No repository is named/],
    [['-R', 'acme/frontend', '-H', 'x', '-b', 'a', '-F', 'b'], 2, /both given/],
    [['-R', 'acme/frontend', '-H', 'x', '-F', '/no/such/file'], 6, /cannot be read/],
    [['-R', 'acme/backend-api', '-H', 'wip/metrics', '-r', 'nobody-here'], 3, /Nobody here/],
  ])('for %j', async (flags, code, words) => {
    await refused(await prCreate(undefined, [...flags]), code, words);
  });

  test('with a wrong token, and says what a read-only one lacks', async () => {
    const flags = ['-R', 'acme/backend-api', '-H', 'wip/metrics'];
    const wrong = await prCreate(undefined, flags, { env: { ATLASSIAN_API_TOKEN: 'x' } });
    await refused(wrong, 4, /rejects/);
    const { readOnly } = desk.sandbox.credentials;
    const env = { ATLASSIAN_API_TOKEN: readOnly.token, ATLASSIAN_USER_EMAIL: readOnly.email };
    const ran = await prCreate(undefined, flags, { env });
    expect([ran.exitCode, ran.stderr]).toEqual([4, expect.stringContaining('write:pullrequest')]);
  });
});

test('the tool of pr create costs little', () => {
  expect(encode(JSON.stringify(toolFor(create))).length).toBeLessThan(320);
});
