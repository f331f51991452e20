import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/sandbox/json.ts';
import { type BranchYard, branchYard } from '../../support/branch-yard.ts';
import { PLAIN_GIT } from '../../support/git-server.ts';
import { sandboxForFile } from '../../support/sandbox.ts';

const desk = sandboxForFile();
const OLD = { olderThan: '90d' };
const GOES = 'delete: older than 90 days';
const call = promisify(execFile);

/** Each is a branch that this one safety saves: taken away in the data, the branch goes. */
describe('prune keeps', () => {
  test('the main branch', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('stable', 200);
    yard.repository.branchingModel = model({ development: 'develop' });
    yard.repository.mainbranch = 'stable';
    expect(await yard.fates(OLD)).toEqual({ stable: 'keep: the main branch' });
    yard.repository.mainbranch = 'main';
    expect(await yard.fates(OLD)).toEqual({ stable: GOES });
  });

  test.each(['development', 'production'])('the %s branch of the branching model', async (role) => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('trunk', 200);
    yard.repository.branchingModel = model({ [role]: 'trunk' });
    expect(await yard.fates(OLD)).toEqual({
      trunk: `keep: the ${role} branch of the branching model`,
    });
    yard.repository.branchingModel = model({ [role]: 'other' });
    expect(await yard.fates(OLD)).toEqual({ trunk: GOES });
  });

  test.each(['release', 'hotfix'])('%s branches, whatever their prefix is', async (kind) => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('ship/2.3', 200);
    yard.repository.branchingModel = model({}, [{ kind, prefix: 'ship/' }]);
    expect(await yard.fates(OLD)).toEqual({
      'ship/2.3': `keep: a ${kind} branch of the branching model`,
    });
    yard.repository.branchingModel = model({}, [{ kind: 'feature', prefix: 'ship/' }]);
    expect(await yard.fates(OLD)).toEqual({ 'ship/2.3': GOES });
  });

  test('release branches, also where another type has a shorter prefix of theirs', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('v/release/1', 200);
    const types = [
      { kind: 'feature', prefix: 'v/' },
      { kind: 'release', prefix: 'v/release/' },
    ];
    yard.repository.branchingModel = model({}, types);
    expect(await yard.fates(OLD)).toEqual({
      'v/release/1': 'keep: a release branch of the branching model',
    });
  });

  test.each(['push', 'delete', 'force', 'restrict_merges', 'require_approvals_to_merge'])(
    'branches with a restriction (%s) by a glob',
    async (kind) => {
      const yard = await branchYard(desk.sandbox);
      await yard.branch('customers/a/b', 200);
      yard.repository.restrictions.set('1', { kind, branch_match_kind: 'glob', pattern: 'cust*' });
      expect(await yard.fates(OLD)).toEqual({
        'customers/a/b': `keep: restricted (${kind} cust*)`,
      });
      yard.repository.restrictions.clear();
      expect(await yard.fates(OLD)).toEqual({ 'customers/a/b': GOES });
    },
  );

  test('branches with a restriction by their type', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('feature/x', 200);
    const rule = { kind: 'push', branch_match_kind: 'branching_model', pattern: '' };
    yard.repository.restrictions.set('1', { ...rule, branch_type: 'feature' });
    expect(await yard.fates(OLD)).toEqual({
      'feature/x': 'keep: restricted (push) as a feature branch',
    });
    yard.repository.restrictions.set('1', { ...rule, branch_type: 'bugfix' });
    expect(await yard.fates(OLD)).toEqual({ 'feature/x': GOES });
  });

  test('every branch where nobody may delete any, but not where a rule for all is about more', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('feature/x', 200);
    const rule = { branch_match_kind: 'glob', pattern: '*' };
    yard.repository.restrictions.set('1', { ...rule, kind: 'delete' });
    expect(await yard.fates(OLD)).toEqual({ 'feature/x': 'keep: restricted (delete *)' });
    yard.repository.restrictions.set('1', { ...rule, kind: 'force' });
    expect(await yard.fates(OLD)).toEqual({ 'feature/x': GOES });
  });

  test.each(['source', 'destination'])('the %s of an open pull request', async (side) => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('work', 200);
    await yard.branch('young', 1);
    const pull = await yard.pull(
      side === 'source' ? 'work' : 'young',
      side === 'source' ? {} : { into: 'work' },
    );
    expect(await yard.fates(OLD)).toEqual({
      work: `keep: the ${side} of the open pull request #1`,
    });
    pull.state = 'DECLINED';
    expect(await yard.fates(OLD)).toEqual({ work: GOES });
  });

  test('no branch for the pull request of a fork with a branch of the same name', async () => {
    const yard = await branchYard(desk.sandbox);
    const fork = await branchYard(desk.sandbox, yard.repository);
    await yard.branch('work', 200);
    await fork.branch('work', 1);
    await yard.pull('work', { from: fork.repository });
    expect(await yard.fates(OLD)).toEqual({ work: GOES });
    await yard.pull('work');
    expect(await yard.fates(OLD)).toEqual({ work: 'keep: the source of the open pull request #2' });
  });

  test('in a fork, the source of an open pull request into its parent', async () => {
    const parent = await branchYard(desk.sandbox);
    const fork = await branchYard(desk.sandbox, parent.repository);
    await fork.branch('work', 200);
    await parent.branch('work', 200);
    const pull = await parent.pull('work', { from: fork.repository });
    const saved = `keep: the source of the open pull request ${parent.name}#1`;
    expect(await fork.fates(OLD)).toEqual({ work: saved });
    pull.state = 'MERGED';
    expect(await fork.fates(OLD)).toEqual({ work: GOES });
  });

  test('the branch that is checked out here, also under the name that it has there', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('work', 200);
    await yard.branch('theirs', 200);
    const clone = await emptyClone(yard);
    await git(clone, 'checkout', '-q', '-b', 'work');
    expect(await yard.fates(OLD, { cwd: clone })).toEqual({
      work: 'keep: checked out here, or in another worktree',
      theirs: GOES,
    });
    await git(clone, 'checkout', '-q', '-b', 'mine');
    await git(clone, 'config', 'branch.mine.remote', 'origin');
    await git(clone, 'config', 'branch.mine.merge', 'refs/heads/theirs');
    expect(await yard.fates(OLD, { cwd: clone })).toEqual({
      work: GOES,
      theirs: 'keep: checked out here, or in another worktree',
    });
  });

  test('the branch of another worktree', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('work', 200);
    const clone = await emptyClone(yard);
    await git(clone, 'worktree', 'add', '-q', '-b', 'work', join(yard.home, 'second'));
    const saved = { work: 'keep: checked out here, or in another worktree' };
    expect(await yard.fates(OLD, { cwd: clone })).toEqual(saved);
    await git(clone, 'worktree', 'remove', join(yard.home, 'second'));
    expect(await yard.fates(OLD, { cwd: clone })).toEqual({ work: GOES });
  });

  test('everything, where git refuses to tell what is checked out', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('work', 200);
    const clone = await emptyClone(yard);
    writeFileSync(join(clone, '.git/config'), '[core\n');
    await expect(yard.plan(OLD, yard.context({ cwd: clone }))).rejects.toMatchObject({
      code: 'GIT_FAILED',
      message: expect.stringMatching(/What is checked out here is not known: fatal: bad config/),
    });
  });

  test('nothing for what is checked out in a clone of another repository', async () => {
    const yard = await branchYard(desk.sandbox);
    const other = await branchYard(desk.sandbox);
    await yard.branch('work', 200);
    const clone = await emptyClone(other);
    writeFileSync(join(clone, '.bbxkeep'), 'work\n');
    await git(clone, 'checkout', '-q', '-b', 'work');
    expect(await yard.fates(OLD, { cwd: clone })).toEqual({ work: GOES });
  });

  test('names on the keep list of the work tree, from any folder in it', async () => {
    const yard = await branchYard(desk.sandbox);
    for (const name of ['demos', 'demo/a/b', 'spike/x', 'spike/y/z', '#1', 'work']) {
      await yard.branch(name, 200);
    }
    const clone = await emptyClone(yard);
    writeFileSync(join(clone, '.bbxkeep'), '# what stays\n\ndemo\nspike/*  \r\n\\#1\n');
    mkdirSync(join(clone, 'deep'));
    expect(await yard.fates(OLD, { cwd: join(clone, 'deep') })).toEqual({
      demos: GOES,
      work: GOES,
      'demo/a/b': 'keep: on the keep list (.bbxkeep)',
      'spike/x': 'keep: on the keep list (.bbxkeep)',
      'spike/y/z': 'keep: on the keep list (.bbxkeep)',
      '#1': 'keep: on the keep list (.bbxkeep)',
    });
  });

  test('names on the keep list of the settings', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('staging/eu', 200);
    await yard.branch('work', 200);
    mkdirSync(join(yard.home, '.config/bbx'), { recursive: true });
    const settings = join(yard.home, '.config/bbx/config.json');
    writeFileSync(settings, JSON.stringify({ keep: 'demo/** staging' }));
    expect(await yard.fates(OLD)).toEqual({
      'staging/eu': 'keep: on the keep list (the setting keep)',
      work: GOES,
    });
    writeFileSync(settings, JSON.stringify({ keep: 'demo/**' }));
    expect(await yard.fates(OLD)).toEqual({ 'staging/eu': GOES, work: GOES });
  });

  test('a branch with commits after its merge, and says so', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('work', 200);
    await yard.pull('work', { state: 'MERGED' });
    expect(await yard.fates({ merged: true })).toEqual({
      main: 'keep: the main branch',
      work: 'delete: merged by #1',
    });
    await yard.branch('work', 1);
    expect(await yard.fates({ merged: true })).toMatchObject({
      work: 'keep: has commits that #1, merged, did not have',
    });
    await yard.pull('work', { state: 'MERGED' });
    expect(await yard.fates({ merged: true })).toMatchObject({ work: 'delete: merged by #2' });
  });

  test('a merged branch that an open pull request goes into', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('work', 200);
    await yard.pull('work', { state: 'MERGED' });
    const second = await yard.pull('main', { into: 'work' });
    expect(await yard.fates({ merged: true })).toMatchObject({
      work: 'keep: the destination of the open pull request #2',
    });
    second.state = 'DECLINED';
    expect(await yard.fates({ merged: true })).toMatchObject({ work: 'delete: merged by #1' });
  });
});

test('a token that cannot see restrictions prunes, and says that protection is unknown', async () => {
  const yard = await branchYard(desk.sandbox);
  await yard.branch('customers/a', 200);
  const rule = { kind: 'push', branch_match_kind: 'glob', pattern: 'customers/*' };
  yard.repository.restrictions.set('1', rule);
  const { email, token } = desk.sandbox.credentials.readOnly;
  const environment = { ATLASSIAN_USER_EMAIL: email, ATLASSIAN_API_TOKEN: token };
  const notes: string[] = [];
  expect(await yard.fates(OLD, { environment, notes })).toEqual({ 'customers/a': GOES });
  const { preview } = await yard.plan(OLD, yard.context({ environment }));
  expect(Object(preview).data).toMatchObject({ unseen: expect.stringMatching(/^Unknown/) });
  expect(notes.join('\n')).toMatch(/Unknown protection.*branch restrictions/);
});

const model = (
  roles: Readonly<Record<string, string>>,
  branch_types: JsonObject[] = [{ kind: 'feature', prefix: 'feature/' }],
): JsonObject => ({
  development: { name: 'main', use_mainbranch: false },
  ...Object.fromEntries(
    Object.entries(roles).map(([role, name]) => [role, { name, use_mainbranch: false }]),
  ),
  branch_types,
});

/** A clone with a commit of its own, whose remote leads to the repository. */
async function emptyClone({ home, name }: BranchYard): Promise<string> {
  const clone = join(home, 'clone');
  await call('git', ['init', '-q', '-b', 'main', clone]);
  await git(clone, 'remote', 'add', 'origin', `${desk.sandbox.gitUrl}/${name}.git`);
  await git(clone, 'commit', '-q', '--allow-empty', '-m', 'Start');
  return clone;
}

const git = async (cwd: string, ...args: string[]) =>
  await call('git', args, { cwd, env: { ...process.env, ...PLAIN_GIT } });
