import { describe, expect, test } from 'vitest';
import { json } from '../../support/cli.ts';
import { sandboxForFile } from '../../support/sandbox.ts';
import { openTerminal } from '../../support/terminal.ts';

const desk = sandboxForFile({ described: true });
const PULLS = '/repositories/acme/backend-api/pullrequests';
const R = ['-R', 'acme/backend-api'];
const decline = async (...args: string[]) => await desk.bbx(['pr', 'decline', ...args, ...R]);
const posts = () => desk.asked.filter((line) => line.startsWith('POST'));

describe('pr decline', () => {
  test('a script has to say --yes, and is told that there is no way back', async () => {
    const { exitCode, stderr } = await decline('44');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('It cannot be reopened.');
    expect(stderr).toContain('--yes');
    expect(posts()).toEqual([]);
  });

  test('--dry-run shows what would be declined, and sends nothing', async () => {
    const shown = json(await decline('44', '--dry-run', '--message', 'no'));
    expect(shown).toMatchObject({ dry_run: true, pull_request: 44, destination: 'main' });
    expect(posts()).toEqual([]);
  });

  test('with --yes it is done, with its reason; the second time it is so already', async () => {
    const first = json(await decline('44', '--yes', '--message', 'Done by #57'));
    expect(first).toMatchObject({ done: true, id: 44, state: 'DECLINED' });
    const { reason } = Object(json(await desk.bbx(['get', `${PULLS}/44`])));
    expect(reason).toBe('Done by #57');
    const again = await decline('44', '-o', 'table');
    expect(again.stdout.toString()).toMatch(/^Pull request 44, ".*", is declined already\.\n$/);
    expect(posts()).toEqual([`POST ${PULLS}/44/decline`]);
  });

  test('a merged one cannot be declined', async () => {
    const { exitCode, stderr } = await decline('48', '--yes');
    expect(exitCode).toBe(3);
    expect(stderr).toContain('Pull request 48 is merged: only an open one can be declined.');
    expect(posts()).toEqual([]);
  });

  test('a lost answer is looked after: it is declined, or it is not', async () => {
    const { faults } = desk.sandbox;
    faults.add({ method: 'POST', path: '/46/decline', status: 555, body: '{}' });
    const open = await decline('46', '--yes');
    expect(open.exitCode).toBe(5);
    expect(open.stderr).toContain('pull request 46 is open at the moment');
    expect(posts()).toEqual([`POST ${PULLS}/46/decline`]);
    faults.add({ method: 'POST', path: '/46/decline', truncate: 10 });
    const happened = await decline('46', '--yes');
    expect(json(happened)).toMatchObject({ done: true, state: 'DECLINED' });
    expect(happened.stderr).toContain('The answer was lost');
    expect(posts()).toHaveLength(2);
  });

  test('titles cannot command the terminal', async () => {
    const pr = desk.sandbox.world.repositories.get('backend-api')?.pullRequests;
    const found = pr?.find(({ id }) => id === 47);
    if (found) found.title = 'Harmless\u001b]0;owned\u0007\u202e title';
    const terminal = await openTerminal(desk.env);
    await terminal.enter(`bbx pr decline 47 ${R.join(' ')}`);
    await terminal.until(/Decline pull request 47/);
    await terminal.press('n');
    expect(await terminal.ended()).toBe(2);
    expect(terminal.written()).not.toContain(']0;owned\u0007');
    expect(posts()).toEqual([]);
  });

  test('asks with y/N behind the end of the question, however it wraps', async () => {
    const terminal = await openTerminal(desk.env, { width: 80, height: 24 });
    await terminal.enter(`bbx pr decline 42 ${R.join(' ')}`);
    await terminal.until(/It\s+cannot\s+be\s+reopened\.\s+y\/N\s*$/);
    await terminal.press('n');
    expect(await terminal.ended()).toBe(2);
    expect(posts()).toEqual([]);
  });
});
