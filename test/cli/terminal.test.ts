import { describe, expect, test } from 'vitest';
import { lacks } from '../support/needs.ts';
import { sandboxForFile } from '../support/sandbox.ts';
import { openTerminal } from '../support/terminal.ts';

const desk = sandboxForFile();
const REPO = '/repositories/acme/backend-api';
const BRANCH = `${REPO}/refs/branches/wip%2Fmetrics`;
const OTHER = `${REPO}/refs/branches/spike%2Fgraphql%232`;
const QUESTION = /Delete .*wip%2Fmetrics\?/;
const deleted = () => desk.asked.filter((asked) => asked.startsWith('DELETE'));
/** As a shell leaves a terminal: lines are edited and shown. */
const RESTORED = /(?<!-)icanon[\s\S]*(?<!-)echo /;

describe.skipIf(lacks('tmux'))('on a terminal', () => {
  test('a person gets a table that fits, and a note that there is more', async () => {
    const terminal = await openTerminal(desk.env);
    const { screen, exitCode } = await terminal.run(`bbx get ${REPO}/pullrequests`);
    expect(exitCode).toBe(0);
    const [head, ...rows] = screen.trim().split('\n');
    expect(head).toMatch(/^ID +TITLE/);
    expect(rows.slice(0, 10).every((row) => /^\d+ /.test(row))).toBe(true);
    expect(screen).toContain('10 of 66 shown; --all fetches the rest');
    // Joined by tmux where a line was wrapped, so a longer one would show.
    for (const line of screen.split('\n')) expect(line.trimEnd().length).toBeLessThanOrEqual(80);
  });

  test('delete shows what it would hit and asks, and Enter means No', async () => {
    const terminal = await openTerminal(desk.env);
    await terminal.enter(`bbx delete ${BRANCH}`);
    await terminal.until(/y\/N/);
    const screen = await terminal.until(QUESTION);
    expect(screen).toMatch(/branch: wip\/metrics\ncommit: [0-9a-f]{40}\ndate: .+\nauthor: .+\n/);
    expect(screen).toContain('y/N');
    await terminal.press('Enter');
    expect(await terminal.ended()).toBe(2);
    await terminal.until(/nothing was changed/i);
    expect(deleted()).toEqual([]);
    expect((await terminal.run('stty -a')).screen).toMatch(RESTORED);
  });

  test('delete asks, and ^C means No and gives the terminal back', async () => {
    const terminal = await openTerminal(desk.env);
    await terminal.enter(`bbx delete ${BRANCH}`);
    await terminal.until(/y\/N/);
    await terminal.press('C-c');
    expect(await terminal.ended()).toBe(130);
    expect(deleted()).toEqual([]);
    expect((await terminal.run('stty -a')).screen).toMatch(RESTORED);
  });

  test.each(['Escape', 'C-d'])('delete asks, and %s means No', async (key) => {
    const terminal = await openTerminal(desk.env);
    await terminal.enter(`bbx delete ${BRANCH}`);
    await terminal.until(/y\/N/);
    await terminal.press(key);
    expect(await terminal.ended()).toBe(2);
    expect(deleted()).toEqual([]);
    expect((await terminal.run('stty -a')).screen).toMatch(RESTORED);
  });

  test.each([
    ['Enter', 2],
    ['C-d', 2],
    ['C-c', 130],
    ['y', 0],
  ])('a terminal that knows no escape codes gets none, and is asked: %s', async (key, exitCode) => {
    const terminal = await openTerminal({ ...desk.env, TERM: 'dumb' });
    desk.sandbox.faults.add({ path: '/user', delay: 1500 });
    await terminal.enter(`bbx get /user --jq nickname -o raw && bbx delete '${OTHER}'`);
    await terminal.until(/\(y\/N\) $/m);
    await terminal.press(key);
    // The line of an answer has an end.
    if (key === 'y') await terminal.press('Enter');
    expect(await terminal.ended()).toBe(exitCode);
    expect(terminal.written()).not.toContain('\u001b[');
    expect(terminal.written()).not.toContain('Waiting');
    expect(deleted()).toEqual(exitCode === 0 ? [`DELETE ${OTHER}`] : []);
  });

  test('delete asks, and y deletes', async () => {
    const terminal = await openTerminal(desk.env);
    await terminal.enter(`bbx delete ${BRANCH}`);
    await terminal.until(/y\/N/);
    await terminal.press('y');
    expect(await terminal.ended()).toBe(0);
    await terminal.until(/^Deleted/m);
    expect(deleted()).toEqual([`DELETE ${BRANCH}`]);
  });

  test('a slow --all says how far it is, and takes that away at its end', async () => {
    const terminal = await openTerminal(desk.env);
    desk.sandbox.faults.add({ path: 'page=2', delay: 2500 });
    await terminal.enter(`bbx get ${REPO}/pullrequests --all --jq 'length(values)'`);
    await terminal.until(/^Fetching 50 of 66/m);
    expect(await terminal.ended()).toBe(0);
    expect(await terminal.until(/^66$/m)).not.toContain('Fetching');
  });

  test('and into a pipe it says nothing on stdout', async () => {
    const terminal = await openTerminal(desk.env);
    desk.sandbox.faults.add({ path: 'page=2', delay: 1500 });
    const { screen } = await terminal.run(
      `bbx get ${REPO}/pullrequests --all --jq 'length(values)' 2>err | cat; cat err`,
    );
    expect(screen).toMatch(/^66\n\[/m);
  });

  test('bytes that are no text are refused, with advice', async () => {
    const terminal = await openTerminal(desk.env);
    const { exitCode, screen } = await terminal.run(`bbx get ${REPO}/src/main/assets/logo.png`);
    expect(exitCode).toBe(2);
    expect(screen).toMatch(/binary \(image\/png/);
    expect(screen).toContain('--save');
    expect(terminal.written()).not.toContain('IHDR');
  });

  test('nothing that Bitbucket holds can command it', async () => {
    const attack = 'a\u001b]0;owned\u0007b\u001b[31mc\u009b2Jd';
    const terminal = await openTerminal(desk.env);
    await desk.bbx(['patch', `${REPO}/pullrequests/43`, '-f', `title=${attack}`]);
    const text = { status: 200, headers: { 'content-type': 'text/plain' }, body: `+${attack}\n` };
    desk.sandbox.faults.add({ path: '/43/diff', ...text });
    const headers = { 'x-note': 'owned \u009b2J' };
    desk.sandbox.faults.add({ path: '/user', status: 200, headers, body: '{}' });
    for (const command of [
      'bbx get /user -i --debug',
      `bbx get ${REPO}/pullrequests/43`,
      `bbx get ${REPO}/pullrequests/43 --jq title -o raw`,
      `bbx get ${REPO}/pullrequests/43 --jq '{t: title}' -o toon`,
      `bbx get ${REPO}/pullrequests/43 --jq '{t: title}' -o json`,
      `bbx get ${REPO}/pullrequests/43/diff`,
    ]) {
      const { exitCode, screen } = await terminal.run(command);
      expect(exitCode).toBe(0);
      expect(screen, command).toContain('owned');
    }
    expect(terminal.written()).not.toContain('\u001b]0;');
    expect(terminal.written()).not.toContain('\u001b[31mc');
    // U+009B in UTF-8: it begins a sequence as ESC [ does.
    expect(terminal.written()).not.toContain('\u00c2\u009b');
  });

  test('^C ends a request that would never end, with 130 and without a stack', async () => {
    const terminal = await openTerminal(desk.env);
    desk.sandbox.faults.add({ path: '/user', stall: true });
    await terminal.enter('bbx get /user');
    await expect.poll(() => desk.requests.length, { timeout: 10_000 }).toBe(1);
    await terminal.press('C-c');
    expect(await terminal.ended()).toBe(130);
    expect(await terminal.until(/^error: Cancelled/m)).not.toContain(' at ');
    expect((await terminal.run('stty -a')).screen).toMatch(RESTORED);
  });

  test('^C ends a clone, and leaves nothing of it', async () => {
    const terminal = await openTerminal(desk.env);
    desk.sandbox.faults.add({ server: 'git', path: 'git-upload-pack', delay: 60_000, times: 9 });
    await terminal.enter('bbx clone acme/frontend');
    await expect.poll(() => desk.requests.length, { timeout: 10_000 }).toBeGreaterThan(0);
    await terminal.press('C-c');
    expect(await terminal.ended()).toBe(130);
    expect((await terminal.run('ls')).screen).not.toContain('frontend');
  });

  test.skipIf(lacks('git'))('a shell in a sandbox keeps it through ^C, and ends it', async () => {
    const terminal = await openTerminal({});
    await terminal.enter('bbx sandbox -- sh -i');
    const url = /http:[^,]+/.exec(await terminal.until(/This is the sandbox[\s\S]*ready \$/))?.[0];
    await terminal.press('C-c');
    await terminal.type('clear; bbx get /user --jq nickname -o raw');
    await terminal.press('Enter');
    await terminal.until(/^maya\nready \$/m);
    await terminal.type('exit 5');
    await terminal.press('Enter');
    expect(await terminal.ended()).toBe(5);
    await expect(fetch(String(url))).rejects.toThrow();
  });
});
