import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { answerLoser } from '../../support/answer-loser.ts';
import { type BranchYard, branchYard } from '../../support/branch-yard.ts';
import { json, run, start } from '../../support/cli.ts';
import { PLAIN_GIT } from '../../support/git-server.ts';
import { lacks } from '../../support/needs.ts';
import { sandboxForFile } from '../../support/sandbox.ts';
import { openTerminal } from '../../support/terminal.ts';

const desk = sandboxForFile({ described: true });
const call = promisify(execFile);
const PRUNE = ['branches', 'prune', '--older-than', '90d'];
const deletions = () => desk.asked.filter((asked) => asked.startsWith('DELETE'));

/** A repository with old branches, and the arguments and environment to prune it. */
async function yardWith(...names: string[]) {
  const yard = await branchYard(desk.sandbox);
  for (const name of names) await yard.branch(name, 200);
  const env = { ...desk.env, HOME: yard.home };
  desk.sandbox.requests.length = 0;
  return { yard, env, repo: ['-R', yard.name] };
}

/** What a real git sees of the server: hashes by branch. */
async function lsRemote({ name }: BranchYard): Promise<Record<string, string>> {
  const url = new URL(`${desk.sandbox.gitUrl}/${name}.git`);
  url.username = 'x-bitbucket-api-token-auth';
  url.password = desk.sandbox.credentials.full.token;
  const env = { ...process.env, ...PLAIN_GIT, GIT_TERMINAL_PROMPT: '0' };
  const { stdout } = await call('git', ['ls-remote', '--heads', url.href], { env });
  const lines = stdout.trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => {
      const [hash = '', ref = ''] = line.split('\t');
      return [ref.replace('refs/heads/', ''), hash];
    }),
  );
}

describe('bbx branches prune', () => {
  test('killed in the middle loses nothing: restore brings all back', async () => {
    const { yard, env, repo } = await yardWith('a', 'b', 'c', 'd', 'e');
    const before = await lsRemote(yard);
    desk.sandbox.faults.add({ method: 'DELETE', path: 'branches/c', delay: 60_000 });
    const { child, ended } = start([...PRUNE, ...repo, '--yes'], { env });
    await expect.poll(() => deletions().length).toBe(3);
    child.kill('SIGKILL');
    expect((await ended).exitCode).toBeNull();
    expect(await yard.branches()).toEqual(['c', 'd', 'e', 'main']);
    const ran = await run(['branches', 'restore', '--last', ...repo], { env });
    expect(json(ran)).toMatchObject({ restored: 2, there: 1 });
    expect(await lsRemote(yard)).toEqual(before);
  });

  test('killed before the answer to a deletion came, it still knows what to restore', async () => {
    const { yard, env, repo } = await yardWith('a', 'b');
    const before = await lsRemote(yard);
    const between = await answerLoser(desk.sandbox.url, 'DELETE', 'silent');
    const through = { ...env, BBX_API_URL: between.url };
    const { child, ended } = start([...PRUNE, ...repo, '--yes'], { env: through });
    await expect.poll(() => yard.branches()).toEqual(['b', 'main']);
    child.kill('SIGKILL');
    await ended;
    const ran = await run(['branches', 'restore', '--last', ...repo], { env: through });
    expect(json(ran)).toMatchObject({ restored: 1 });
    expect(await lsRemote(yard)).toEqual(before);
  });

  test('^C finishes the deletion in flight, and reports', async () => {
    const { yard, env, repo } = await yardWith('a', 'b', 'c');
    // Longer than what other work gets to end by itself.
    desk.sandbox.faults.add({ method: 'DELETE', path: 'branches/b', delay: 1500 });
    const { child, ended } = start([...PRUNE, ...repo, '--yes', '-o', 'json'], { env });
    await expect.poll(() => deletions().length).toBe(2);
    child.kill('SIGINT');
    const { stdout, stderr, exitCode } = await ended;
    expect(exitCode).toBe(130);
    expect(JSON.parse(stdout.toString())).toMatchObject({
      deleted: 2,
      remaining: 1,
      branches: [
        { name: 'a', status: 'deleted' },
        { name: 'b', status: 'deleted' },
        { name: 'c', status: 'remaining' },
      ],
    });
    expect(stderr).toContain('2 branches of');
    expect(await yard.branches()).toEqual(['c', 'main']);
    const again = await run([...PRUNE, ...repo, '--yes'], { env });
    expect(json(again)).toMatchObject({ deleted: 1 });
  });

  test('^C while it waits for Bitbucket ends the wait, and reports', async () => {
    const { yard, env, repo } = await yardWith('a', 'b');
    const headers = { 'retry-after': '30' };
    desk.sandbox.faults.add({ method: 'DELETE', path: 'branches/b', status: 429, headers });
    const { child, ended } = start([...PRUNE, ...repo, '--yes', '-o', 'json'], { env });
    let said = '';
    child.stderr?.on('data', (chunk) => {
      said += chunk;
    });
    await expect.poll(() => said).toContain('again in 30 s');
    child.kill('SIGINT');
    const { stdout, exitCode } = await ended;
    expect(exitCode).toBe(130);
    expect(JSON.parse(stdout.toString())).toMatchObject({ deleted: 1, remaining: 1 });
    expect(await yard.branches()).toEqual(['b', 'main']);
  });

  test('restore of a name that is not known ends with 3, also as a preview', async () => {
    const { env, repo } = await yardWith('a');
    const ran = await run(['branches', 'restore', 'nope', '--dry-run', ...repo], { env });
    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).toContain('nope');
  });

  test('a second ^C leaves at once, and the journal has what was in flight', async () => {
    const { yard, env, repo } = await yardWith('a', 'b');
    const before = await lsRemote(yard);
    const between = await answerLoser(desk.sandbox.url, 'DELETE', 'silent');
    const through = { ...env, BBX_API_URL: between.url };
    const { child, ended } = start([...PRUNE, ...repo, '--yes'], { env: through });
    await expect.poll(() => yard.branches()).toEqual(['b', 'main']);
    // Two that come together may count as one.
    const again = setInterval(() => child.kill('SIGINT'), 100);
    expect((await ended).exitCode).toBe(130);
    clearInterval(again);
    const ran = await run(['branches', 'restore', '--last', ...repo], { env: through });
    expect(json(ran)).toMatchObject({ restored: 1 });
    expect(await lsRemote(yard)).toEqual(before);
  });

  test('without a terminal wants --yes or a plan', async () => {
    const { yard, env, repo } = await yardWith('a');
    const refused = await run([...PRUNE, ...repo], { env });
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/--yes[\s\S]*--plan FILE[\s\S]*--apply FILE/);
    expect(deletions()).toEqual([]);
    const shown = await run([...PRUNE, ...repo, '--dry-run'], { env });
    expect(json(shown)).toMatchObject({ delete: 1 });
    const plan = join(yard.home, 'p.json');
    await run([...PRUNE, ...repo, '--plan', plan], { env });
    expect(deletions()).toEqual([]);
    const applied = await run(['branches', 'prune', '--apply', plan], { env });
    expect(json(applied)).toMatchObject({
      deleted: 1,
      branches: [{ name: 'a', status: 'deleted' }],
    });
    const twice = await run(['branches', 'prune', '--apply', plan], { env });
    expect(twice.exitCode).toBe(3);
    expect(twice.stderr).toContain('This plan ran on ');
    writeFileSync(plan, '{}');
    expect((await run(['branches', 'prune', '--apply', plan], { env })).exitCode).toBe(2);
  });

  test('ends with 3 where a branch could not be deleted', async () => {
    const { env, repo } = await yardWith('a', 'b');
    desk.sandbox.faults.add({ method: 'DELETE', path: 'branches/a', status: 400, body: '{}' });
    const { stdout, exitCode } = await run([...PRUNE, ...repo, '--yes'], { env });
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout.toString())).toMatchObject({ deleted: 1, failed: 1 });
  });
});

describe.skipIf(lacks('tmux'))('on a terminal, bbx branches prune', () => {
  const ALL = /3 of 3 ticked/;

  async function opened(...names: string[]) {
    const { yard, env } = await yardWith(...names);
    const terminal = await openTerminal(env);
    const command = `bbx branches prune --older-than 90d -R ${yard.name}`;
    return { yard, terminal, command };
  }

  test('has lines unticked, asks, and y deletes the others', async () => {
    const { yard, terminal, command } = await opened('a', 'b', 'c');
    await terminal.enter(command);
    await terminal.until(ALL);
    await terminal.press('Down');
    await terminal.until(/^> \[x\] b/m);
    await terminal.press('Space');
    await terminal.until(/2 of 3 ticked/);
    await terminal.press('Enter');
    const asked = await terminal.until(/Delete 2 branches of .*y\/N/s);
    expect(asked).toMatch(/b .*left out by you/);
    expect(asked).not.toContain('ticked');
    await terminal.press('y');
    expect(await terminal.ended()).toBe(0);
    expect(await terminal.until(/brings them back/)).toContain('Deleted 2 branches');
    expect(await yard.branches()).toEqual(['b', 'main']);
  });

  test('asks, and Enter means No', async () => {
    const { yard, terminal, command } = await opened('a', 'b', 'c');
    await terminal.enter(command);
    await terminal.until(ALL);
    await terminal.press('Enter');
    await terminal.until(/Delete 3 branches of .*y\/N/s);
    await terminal.press('Enter');
    expect(await terminal.ended()).toBe(2);
    expect(deletions()).toEqual([]);
    expect(await yard.branches()).toHaveLength(4);
  });

  test.each([
    ['y', 0, ['main']],
    ['n', 2, ['a', 'b', 'c', 'main']],
  ])('%s and Enter in one write are an answer', async (key, exitCode, left) => {
    const { yard, terminal, command } = await opened('a', 'b', 'c');
    await terminal.enter(command);
    await terminal.until(ALL);
    await terminal.press('Enter');
    await terminal.until(/Delete 3 branches of .*y\/N/s);
    await terminal.press(key, 'Enter');
    expect(await terminal.ended()).toBe(exitCode);
    expect(await yard.branches()).toEqual(left);
  });

  test.each([
    ['Escape', 2],
    ['C-c', 130],
  ])('%s at the list changes nothing, and gives the terminal back', async (key, exitCode) => {
    const { terminal, command } = await opened('a', 'b', 'c');
    await terminal.enter(command);
    await terminal.until(ALL);
    await terminal.press(key);
    expect(await terminal.ended()).toBe(exitCode);
    expect(deletions()).toEqual([]);
    const { screen } = await terminal.run('stty -a');
    expect(screen).toMatch(/(?<!-)icanon[\s\S]*(?<!-)echo /);
  });

  test('shortens long names in the middle, in the list and in the table', async () => {
    const long = (end: string) => `feature/${'x'.repeat(116)}${end}`;
    const { terminal, command } = await opened(long('1'), long('2'), 'b');
    await terminal.enter(command);
    const list = await terminal.until(ALL);
    for (const end of ['1', '2']) {
      expect(list).toMatch(new RegExp(`\\[x\\] feature/x+…x+${end}  .*older than 90 days`));
    }
    await terminal.press('Enter');
    const asked = await terminal.until(/Delete 3 branches of .*y\/N/s);
    expect(asked).toMatch(/^feature\/x+…x+1 .*older than 90 days$/m);
    await terminal.press('n');
    expect(await terminal.ended()).toBe(2);
  });

  test('filters, and unticks what is found', async () => {
    const { yard, terminal, command } = await opened('alpha', 'beta', 'alpine');
    await terminal.enter(command);
    await terminal.until(ALL);
    await terminal.press('/');
    await terminal.until(/\/_ \(3\)/);
    await terminal.type('ALP');
    await terminal.until(/\/ALP_ \(2\)/);
    await terminal.press('Enter');
    await terminal.until(/\/ALP \(2\)/);
    await terminal.press('a');
    await terminal.until(/1 of 3 ticked/);
    await terminal.press('Escape');
    await terminal.until(/\[ \] alpha[\s\S]*\[x\] beta/);
    await terminal.press('Enter');
    await terminal.until(/Delete 1 branch of .*y\/N/s);
    await terminal.press('y');
    expect(await terminal.ended()).toBe(0);
    expect(await yard.branches()).toEqual(['alpha', 'alpine', 'main']);
  });

  test('with nothing left, deletes nothing and asks nothing', async () => {
    const { terminal, command } = await opened('a', 'b', 'c');
    await terminal.enter(command);
    await terminal.until(ALL);
    await terminal.press('a');
    await terminal.until(/0 of 3 ticked/);
    await terminal.press('Enter');
    expect(await terminal.ended()).toBe(0);
    expect(deletions()).toEqual([]);
    await terminal.until(/Nothing to delete/);
  });

  test('shows how far it has come', async () => {
    const { terminal, command } = await opened('a', 'b', 'c', 'd');
    desk.sandbox.faults.add({ method: 'DELETE', path: 'branches/b', delay: 4000 });
    await terminal.enter(`${command} --yes`);
    await terminal.until(/^Deleting b 2 of 4 \[#{10}\.{10}\]/m);
    expect(await terminal.ended()).toBe(0);
  });

  test('a plan is asked about, and not changed', async () => {
    const { yard, terminal, command } = await opened('a', 'b');
    await terminal.run(`${command} --plan p.json`);
    await terminal.enter('bbx branches prune --apply p.json');
    const asked = await terminal.until(/Delete 2 branches of .*y\/N/s);
    expect(asked).not.toContain('ticked');
    await terminal.press('y');
    expect(await terminal.ended()).toBe(0);
    expect(await yard.branches()).toEqual(['main']);
  });
});
