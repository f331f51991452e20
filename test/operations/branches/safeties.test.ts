import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { JsonObject } from '../../../src/sandbox/json.ts';
import { type BranchYard, branchYard } from '../../support/branch-yard.ts';
import { PLAIN_GIT } from '../../support/git-server.ts';
import { sandboxForFile } from '../../support/sandbox.ts';

const desk = sandboxForFile({ described: true });
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

  test('nothing for what is checked out in a clone of another repository, but what it lists', async () => {
    const yard = await branchYard(desk.sandbox);
    const other = await branchYard(desk.sandbox);
    await yard.branch('work', 200);
    await yard.branch('demo', 200);
    const clone = await emptyClone(other);
    writeFileSync(join(clone, '.bbxkeep'), 'demo\n');
    await git(clone, 'checkout', '-q', '-b', 'work');
    expect(await yard.fates(OLD, { cwd: clone })).toEqual({
      work: GOES,
      demo: 'keep: on the keep list (.bbxkeep)',
    });
  });

  test.each([
    ['an alias of ssh leads', (name: string) => `git@bb-work:${name}.git`],
    ['a mirror leads', (name: string) => `https://git.example.com/mirrors/${name.slice(5)}`],
    ['a folder is its remote', () => '../elsewhere.git'],
    ['no remote is left', () => undefined],
    ['a name leads that is not there any more', () => `${desk.sandbox.gitUrl}/acme/gone-one.git`],
  ])('what is checked out in a clone to which %s', async (_, address) => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('work', 200);
    const clone = await emptyClone(yard);
    const to = address(yard.name);
    if (to === undefined) await git(clone, 'remote', 'remove', 'origin');
    else await git(clone, 'remote', 'set-url', 'origin', to);
    await git(clone, 'checkout', '-q', '-b', 'work');
    expect(await yard.fates(OLD, { cwd: clone })).toEqual({
      work: 'keep: checked out here, in what may be a clone of this repository',
    });
    await git(clone, 'checkout', '-q', '-b', 'other');
    expect(await yard.fates(OLD, { cwd: clone })).toEqual({ work: GOES });
  });

  test('what is checked out in a clone whose remote has the old name of the repository', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('work', 200);
    const clone = await emptyClone(yard);
    await git(clone, 'remote', 'set-url', 'origin', `${desk.sandbox.gitUrl}/acme/old-name.git`);
    await git(clone, 'checkout', '-q', '-b', 'work');
    // Bitbucket leads from an old name to the new one.
    const { world } = desk.sandbox;
    world.repositories.set('old-name', { ...yard.repository, slug: 'old-name' });
    onTestFinished(() => void world.repositories.delete('old-name'));
    expect(await yard.fates(OLD, { cwd: clone })).toEqual({
      work: 'keep: checked out here, or in another worktree',
    });
  });

  test('everything, where there is a clone and git is not on the PATH', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('work', 200);
    const clone = await emptyClone(yard);
    mkdirSync(join(clone, 'deep'));
    const context = yard.context({ cwd: join(clone, 'deep'), environment: { PATH: '/nowhere' } });
    await expect(yard.plan(OLD, context)).rejects.toMatchObject({
      code: 'GIT_FAILED',
      message: expect.stringMatching(/not known: git is not installed.*\.git/),
    });
  });

  test('everything, in a worktree whose clone is gone', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('work', 200);
    writeFileSync(join(yard.home, '.git'), 'gitdir: /nowhere/.git/worktrees/x\n');
    await expect(yard.plan(OLD)).rejects.toMatchObject({
      code: 'GIT_FAILED',
      message: expect.stringContaining('not a git repository'),
    });
  });

  test('the branch in the middle of a rebase or a bisect, here and in another worktree', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('work', 200);
    const clone = await emptyClone(yard);
    const second = join(yard.home, 'second');
    await git(clone, 'worktree', 'add', '-q', '-b', 'work', second);
    await git(second, 'commit', '-q', '--allow-empty', '-m', 'One');
    await git(second, 'commit', '-q', '--allow-empty', '-m', 'Two');
    const saved = { work: 'keep: checked out here, or in another worktree' };
    const fates = async (cwd: string) => await yard.fates(OLD, { cwd });
    await expect(
      git(second, 'rebase', '-q', '--keep-empty', '-f', '-x', 'false', 'HEAD~1'),
    ).rejects.toThrow();
    expect(await fates(clone)).toEqual(saved);
    expect(await fates(second)).toEqual(saved);
    await git(second, 'rebase', '--abort');
    await git(second, 'bisect', 'start', 'HEAD', 'main');
    await git(second, 'checkout', '-q', '--detach', 'HEAD~1');
    expect(await fates(clone)).toEqual(saved);
    await git(second, 'bisect', 'reset', 'HEAD');
    expect(await fates(clone)).toEqual({ work: GOES });
  });

  test('names on the keep list of the main worktree, in a linked one as well', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('demo', 200);
    const clone = await emptyClone(yard);
    writeFileSync(join(clone, '.bbxkeep'), 'demo\n');
    const second = join(yard.home, 'second');
    await git(clone, 'worktree', 'add', '-q', '-b', 'other', second);
    expect(await yard.fates(OLD, { cwd: second })).toEqual({
      demo: 'keep: on the keep list (.bbxkeep)',
    });
    writeFileSync(join(clone, '.bbxkeep'), '');
    expect(await yard.fates(OLD, { cwd: second })).toEqual({ demo: GOES });
  });

  test('a keep list as people write it', async () => {
    const yard = await branchYard(desk.sandbox);
    const names = ['demo', 'stage', 'caf\u00e9', 'spike/graphql#2', 'x/y', 'a,b', 'work'];
    for (const name of names) await yard.branch(name, 200);
    const text =
      '\uFEFFdemo # for customers\r/stage\rcafe\u0301\r\nspike/graphql#2\t#ours\nx/y, a,b, spike/*\n';
    writeFileSync(join(yard.home, '.bbxkeep'), text);
    expect(await yard.fates(OLD)).toEqual({
      ...Object.fromEntries(names.map((name) => [name, 'keep: on the keep list (.bbxkeep)'])),
      work: GOES,
    });
  });

  test('nothing for an entry that fits no branch, and says which', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('staging', 200);
    writeFileSync(join(yard.home, '.bbxkeep'), 'stagign\nmain\n');
    const notes: string[] = [];
    expect(await yard.fates(OLD, { notes })).toEqual({ staging: GOES });
    expect(notes).toEqual(['Keep list: stagign (.bbxkeep) fits no branch.']);
  });

  test('everything, where the keep list is in UTF-16', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('demo', 200);
    writeFileSync(join(yard.home, '.bbxkeep'), Buffer.from('\uFEFFdemo\r\n', 'utf16le'));
    await expect(yard.plan(OLD)).rejects.toMatchObject({
      code: 'FILE',
      message: expect.stringContaining('UTF-8'),
      hint: expect.stringContaining('UTF-16'),
    });
  });

  test('what a restriction may fit that bbx does not read, with a note', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('cust/a1', 200);
    await yard.branch('Ops/x', 200);
    await yard.branch('work', 200);
    const rule = { kind: 'push', branch_match_kind: 'glob' };
    yard.repository.restrictions.set('1', { ...rule, pattern: 'cust/[ab]?' });
    yard.repository.restrictions.set('2', { ...rule, pattern: '{ops,dev}/*' });
    const notes: string[] = [];
    expect(await yard.fates(OLD, { notes })).toEqual({
      'cust/a1': 'keep: restricted (push cust/[ab]?)',
      'Ops/x': 'keep: restricted (push {ops,dev}/*)',
      work: GOES,
    });
    expect(notes.join()).toContain('cust/[ab]?, {ops,dev}/* protects all that may fit');
  });

  test('what main branches are called, where Bitbucket names none', async () => {
    const yard = await branchYard(desk.sandbox);
    for (const name of ['master', 'trunk', 'develop', 'work']) await yard.branch(name, 200);
    yard.repository.mainbranch = null;
    yard.repository.branchingModel = { branch_types: [] };
    const notes: string[] = [];
    const fates = await yard.fates(OLD, { notes });
    expect(fates).toEqual({
      master: 'keep: perhaps the main branch',
      trunk: 'keep: perhaps the main branch',
      develop: 'keep: perhaps the main branch',
      work: GOES,
    });
    expect(notes.join()).toContain('The main branch is unknown');
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
    writeFileSync(settings, JSON.stringify({ keep: 'demo,staging' }));
    expect(await yard.fates(OLD)).toMatchObject({ 'staging/eu': expect.stringContaining('keep') });
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

test('where the branching model cannot be seen, the usual names stay, and all doors say so', async () => {
  const yard = await branchYard(desk.sandbox);
  const usual = ['develop', 'development', 'production', 'release/1', 'hotfix/a/b'];
  for (const name of [...usual, 'releases', 'feature/x']) await yard.branch(name, 200);
  const rule = { kind: 'push', branch_match_kind: 'branching_model', pattern: '' };
  yard.repository.restrictions.set('1', { ...rule, branch_type: 'bugfix' });
  await yard.branch('bugfix/x', 200);
  const hide = () =>
    desk.sandbox.faults.add({
      path: '/effective-branching-model',
      status: 403,
      body: '{}',
      times: 9,
    });
  const show = hide();
  const notes: string[] = [];
  const context = yard.context({ notes });
  const kept = (what: string) =>
    `keep: perhaps ${what} branch (the branching model cannot be seen)`;
  expect(await yard.fates(OLD)).toEqual({
    develop: kept('the development'),
    development: kept('the development'),
    production: kept('the production'),
    'release/1': kept('a release'),
    'hotfix/a/b': kept('a hotfix'),
    releases: GOES,
    'feature/x': GOES,
    'bugfix/x': 'keep: restricted (push) as a bugfix branch',
  });
  const unseen = expect.stringMatching(/cannot see the branching model.*release\/\* and hotfix/);
  const written = await (await yard.plan({ ...OLD, plan: 'p.json' }, context)).perform();
  expect(Object(written).data).toMatchObject({ unseen });
  expect(JSON.parse(readFileSync(join(yard.home, 'p.json'), 'utf8'))).toMatchObject({ unseen });
  const report = await (await yard.plan(OLD, context)).perform();
  expect(Object(report).data).toMatchObject({ deleted: 2, unseen });
  expect(notes.filter((note) => note.includes('Unknown protection'))).toHaveLength(2);
  show();
  expect(await yard.fates(OLD)).toMatchObject({ production: GOES, 'release/1': expect.anything() });
});

test('in a fork, a parent whose pull requests cannot be seen is said, also in the report', async () => {
  const parent = await branchYard(desk.sandbox);
  const fork = await branchYard(desk.sandbox, parent.repository);
  await fork.branch('work', 200);
  desk.sandbox.faults.add({
    path: `${parent.name}/pullrequests`,
    status: 403,
    body: '{}',
    times: 9,
  });
  const notes: string[] = [];
  const planned = await fork.plan(OLD, fork.context({ notes }));
  const unseen = expect.stringContaining(`The pull requests of ${parent.name}`);
  expect(Object(planned.preview).data).toMatchObject({ unseen });
  expect(notes).toEqual([unseen]);
  expect(Object(await planned.perform()).data).toMatchObject({ deleted: 1, unseen });
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
