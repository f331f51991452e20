import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { call } from '../../../src/core/bitbucket/call.ts';
import { numberAt } from '../../../src/core/bitbucket/json-object.ts';
import { json, type RunOptions } from '../../support/cli.ts';
import { testContext } from '../../support/context.ts';
import { cloneOf, type GitFolder, gitFolder } from '../../support/git-folder.ts';
import { PLAIN_GIT } from '../../support/git-server.ts';
import { lacks } from '../../support/needs.ts';
import { sandboxForFile } from '../../support/sandbox.ts';

const desk = sandboxForFile({ described: true });
const post = async (at: string, body?: unknown) =>
  await call(testContext(desk.sandbox.url, { environment: { ...desk.env } }), 'POST', at, { body });

/** bbx in a clone, on a machine where git has no credentials of its own. */
const prCheckout = async (folder: GitFolder, args: readonly string[], more: RunOptions = {}) =>
  await desk.bbx(['pr', 'checkout', ...args], {
    ...more,
    cwd: folder.path,
    env: { ...PLAIN_GIT, ...more.env },
  });

/** Opens a pull request from a branch with one commit; gives its number and a clone that has it. */
async function opened(repo: string, branch: string, into = repo) {
  const author = await cloneOf(desk.sandbox, repo);
  await author.git('checkout', '-q', '-B', branch);
  const commit = await author.commit(`Work on ${branch}`, `${branch.replace(/\W/g, '-')}.txt`);
  await author.git('push', '-q', 'origin', branch);
  const source = { branch: { name: branch }, repository: { full_name: `acme/${repo}` } };
  const destination = { branch: { name: 'main' } };
  const body = { title: branch, source, destination };
  const id = numberAt(await post(`/repositories/acme/${into}/pullrequests`, body), 'id');
  return { id: String(id), author, commit };
}

const head = async (folder: GitFolder) => await folder.git('rev-parse', 'HEAD');
const branch = async (folder: GitFolder) => await folder.git('branch', '--show-current');

describe.skipIf(lacks('git'))('pr checkout', () => {
  test('fetches the branch with the credentials of bbx, and follows it', async () => {
    const { id, author, commit } = await opened('frontend', 'feature/new-one');
    const clone = await cloneOf(desk.sandbox, 'frontend');
    const ran = await prCheckout(clone, [id]);
    expect(json(ran)).toEqual({
      id: Number(id),
      repository: 'acme/frontend',
      branch: 'feature/new-one',
      commit,
    });
    expect([await branch(clone), await head(clone)]).toEqual(['feature/new-one', commit]);
    expect(await clone.git('rev-parse', '--abbrev-ref', '@{upstream}')).toBe(
      'origin/feature/new-one',
    );
    const config = readFileSync(join(clone.path, '.git/config'), 'utf8');
    expect(config).not.toContain(desk.sandbox.credentials.full.token.slice(0, 40));
    const next = await author.commit('More');
    await author.git('push', '-q', 'origin', 'feature/new-one');
    await clone.git('checkout', '-q', 'main');
    expect(json(await prCheckout(clone, ['feature/new-one']))).toMatchObject({ commit: next });
    expect(await branch(clone)).toBe('feature/new-one');
    const again = await author.commit('And more');
    await author.git('push', '-q', 'origin', 'feature/new-one');
    expect(json(await prCheckout(clone, []))).toMatchObject({ commit: again });
    expect(await clone.git('status', '--porcelain')).toBe('');
  });

  test('takes another name, or none, and tells a person what it did', async () => {
    const { id, commit } = await opened('frontend', 'feature/named');
    const clone = await cloneOf(desk.sandbox, 'frontend');
    const ran = await prCheckout(clone, [`#${id}`, '--branch', 'mine', '-o', 'table']);
    expect(ran.stdout.toString()).toBe(
      `Checked out pull request ${id} of acme/frontend as mine (commit ${commit.slice(0, 12)}).\n`,
    );
    expect(await branch(clone)).toBe('mine');
    expect(json(await prCheckout(clone, [id, '--detach']))).toMatchObject({ branch: null });
    expect([await branch(clone), await head(clone)]).toEqual(['', commit]);
  });

  test('of a fork goes by its address, and leaves one’s own main alone', async () => {
    await post('/repositories/acme/infra/forks', { name: 'infra-fork' });
    const { id, author, commit } = await opened('infra-fork', 'main', 'infra');
    const clone = await cloneOf(desk.sandbox, 'infra');
    const main = await head(clone);
    expect(json(await prCheckout(clone, [id]))).toMatchObject({ branch: `pr-${id}`, commit });
    expect(await clone.git('rev-parse', 'main')).toBe(main);
    const address = `${desk.sandbox.gitUrl}/acme/infra-fork.git`;
    expect(await clone.git('config', `branch.pr-${id}.remote`)).toBe(address);
    expect(await clone.git('config', `branch.pr-${id}.merge`)).toBe('refs/heads/main');
    const next = await author.commit('More of the fork');
    await author.git('push', '-q', 'origin', 'main');
    await clone.git('pull', '-q');
    expect(await head(clone)).toBe(next);
    await clone.git('remote', 'add', 'theirs', address);
    expect(json(await prCheckout(clone, [id]))).toMatchObject({ commit: next });
  });

  test('of a merged one whose branch is deleted goes by its commit', async () => {
    const { id, commit } = await opened('frontend', 'feature/merged');
    const at = `/repositories/acme/frontend/pullrequests/${id}`;
    await post(`${at}/merge`, { type: 'pullrequest', close_source_branch: true });
    const clone = await cloneOf(desk.sandbox, 'frontend');
    await clone.git('reset', '-q', '--hard', 'HEAD~1');
    const ran = await prCheckout(clone, [id]);
    expect(json(ran)).toMatchObject({ branch: 'feature/merged', commit });
    expect(ran.stderr).toBe('feature/merged is deleted on Bitbucket: nothing to pull.\n');
    expect(await head(clone)).toBe(commit);
  });

  test('keeps local commits: those ahead stay, those beside are refused until forced', async () => {
    const { id, author, commit } = await opened('frontend', 'feature/local');
    const clone = await cloneOf(desk.sandbox, 'frontend');
    await prCheckout(clone, [id]);
    const own = await clone.commit('My own', 'own.txt');
    await clone.git('checkout', '-q', 'main');
    const ahead = await prCheckout(clone, [id]);
    expect([ahead.exitCode, ahead.stderr]).toEqual([
      0,
      'feature/local has 1 commit that the pull request lacks.\n',
    ]);
    expect(await head(clone)).toBe(own);
    const next = await author.commit('Theirs');
    await author.git('push', '-q', 'origin', 'feature/local');
    const refused = await prCheckout(clone, [id]);
    expect(refused.exitCode).toBe(6);
    expect(refused.stderr).toMatch(/has 1 commit that the pull request lacks, and lacks 1 of it/);
    expect(refused.stderr).toMatch(/--branch NAME[\s\S]*--force/);
    expect(await head(clone)).toBe(own);
    const forced = await prCheckout(clone, [id, '--force']);
    expect(forced.stderr).toBe(`feature/local was at ${own}, with 1 commit more.\n`);
    expect(await head(clone)).toBe(next);
    expect(commit).not.toBe(next);
  });

  test('keeps local changes, in the words of git', async () => {
    const { id, author } = await opened('frontend', 'feature/changes');
    const clone = await cloneOf(desk.sandbox, 'frontend');
    await author.commit('Change the readme', 'README.md', 'theirs\n');
    await author.git('push', '-q', 'origin', 'feature/changes');
    writeFileSync(join(clone.path, 'README.md'), 'mine\n');
    for (const flags of [[id], [id, '--force'], [id, '--detach']]) {
      const ran = await prCheckout(clone, flags);
      expect(ran.exitCode).toBe(6);
      expect(ran.stderr).toMatch(/local changes[\s\S]*README\.md[\s\S]*hint: Commit or stash/);
    }
    expect(await branch(clone)).toBe('main');
    expect(readFileSync(join(clone.path, 'README.md'), 'utf8')).toBe('mine\n');
  });

  test('refuses a branch whose commits are gone, and says so', async () => {
    const { id } = await opened('frontend', 'feature/gone');
    const clone = await cloneOf(desk.sandbox, 'frontend');
    const author = await cloneOf(desk.sandbox, 'frontend');
    await author.git('push', '-q', 'origin', '--delete', 'feature/gone');
    const ran = await prCheckout(clone, [id]);
    expect([ran.exitCode, ran.stderr]).toEqual([
      3,
      expect.stringMatching(/feature\/gone is deleted/),
    ]);
    expect(await branch(clone)).toBe('main');
  });

  test.each<[readonly string[], Record<string, string>, number, RegExp]>([
    [['42', '-R', 'acme/backend-api'], {}, 2, /no clone of acme\/backend-api[\s\S]*bbx clone/],
    [['9999'], {}, 3, /There is no pull request 9999/],
    [['9', '--branch=-x'], {}, 2, /no branch called "-x"/],
    [['9', '--branch', 'a..b'], {}, 2, /no branch called/],
    [['9', '--branch', 'HEAD'], {}, 2, /no branch called/],
    [['9', '--branch', 'x', '--detach'], {}, 2, /--branch or --detach/],
    [['9'], { ATLASSIAN_API_TOKEN: 'wrong' }, 4, /rejects/],
  ])('refuses %j', async (args, env, exitCode, words) => {
    const clone = await cloneOf(desk.sandbox, 'frontend');
    const ran = await prCheckout(clone, args, { env });
    expect([ran.exitCode, ran.stdout.toString()], ran.stderr).toEqual([exitCode, '']);
    expect(ran.stderr).toMatch(words);
    expect(await branch(clone)).toBe('main');
  });

  test('says that a token may read pull requests and not fetch', async () => {
    const clone = await cloneOf(desk.sandbox, 'frontend');
    desk.sandbox.faults.add({ server: 'git', status: 403, body: 'no', times: 9 });
    const ran = await prCheckout(clone, ['9']);
    expect(ran.exitCode).toBe(6);
    expect(ran.stderr).toMatch(/hint: The token needs the scope read:repository:bitbucket/);
  });

  test('refuses a folder that is no clone', async () => {
    const ran = await prCheckout(gitFolder(), ['9', '-R', 'acme/frontend']);
    expect([ran.exitCode, ran.stderr]).toEqual([2, expect.stringMatching(/no clone of acme/)]);
  });
});
