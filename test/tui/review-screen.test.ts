import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { homeForTest } from '../support/home.ts';
import { lacks } from '../support/needs.ts';
import { buildReviewProgram, type ReviewProgram } from '../support/review-program-build.ts';
import { openTerminal, type TerminalDesk } from '../support/terminal.ts';

let program: ReviewProgram;
beforeAll(async () => {
  program = await buildReviewProgram();
});
afterAll(() => program.remove());

const SIZES = [
  { width: 80, height: 24 },
  { width: 120, height: 40 },
];
/** As a shell leaves a terminal: lines are edited and shown. */
const RESTORED = /(?<!-)icanon[\s\S]*(?<!-)echo /;
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
const COLOUR = /\u001b\[[\d;]*\b[349]\d\b/;
const [ENTERED, LEFT] = ['\u001b[?1049h', '\u001b[?1049l'];

interface Opened {
  readonly terminal: TerminalDesk;
  readonly home: string;
  /** The command line that opens it, with more arguments or variables before it. */
  readonly command: string;
}

async function open(args = '', env: Record<string, string> = {}, size = SIZES[0]): Promise<Opened> {
  const home = homeForTest().path;
  const terminal = await openTerminal({ XDG_STATE_HOME: home, ...env }, size);
  const command = `${program.command} ${args}`;
  onTestFinished(async () => await ended(home));
  await terminal.enter(command);
  await terminal.until(/Overview/);
  return { terminal, home, command };
}

/** Ends a screen that is still open, so that it writes no draft into a folder that is being removed. */
async function ended(home: string): Promise<void> {
  const pid = Number(/"pid":(\d+)/.exec(lockIn(home))?.[1]);
  if (Number.isNaN(pid) || !isAlive(pid)) return;
  process.kill(pid, 'SIGTERM');
  await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** What lies on disk. */
function onDisk(home: string): string {
  const folder = join(home, 'bbx', 'drafts', 'example.org');
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.map((name) => readFileSync(join(folder, name), 'utf8')).join('');
}

/** Nothing of the screen is left on the terminal. */
async function expectRestored(terminal: TerminalDesk): Promise<void> {
  expect((await terminal.run('stty -a')).screen).toMatch(RESTORED);
  const written = terminal.written();
  expect(written.lastIndexOf(LEFT)).toBeGreaterThan(written.lastIndexOf(ENTERED));
  expect(written.lastIndexOf('\u001b[?25h')).toBeGreaterThan(written.lastIndexOf('\u001b[?25l'));
}

describe.skipIf(lacks('tmux'))('the review screen', () => {
  test.each(SIZES)('is read, written on and sent at $width x $height', async (size) => {
    const { terminal } = await open('', {}, size);
    await terminal.press('J', ']', 'j', 'j', 'c');
    await terminal.until(/Comment on line 11/);
    await terminal.type('Why a retry?');
    await terminal.press('Enter');
    await terminal.until(/✎ Comment on line 11 · not sent[\s▌]+│ +Why a retry\?/);
    await terminal.press('n', 'r');
    await terminal.until(/Reply to Ann Lee/);
    await terminal.type('Yes.');
    await terminal.press('Enter');
    await terminal.until(/✎ Reply/);
    await terminal.press('S', 'a');
    const sending = await terminal.until(/\[approve\]/);
    expect(sending).toContain('Why a retry?');
    expect(sending).toContain('Together: 1 comment, 1 reply, approve');
    await terminal.press('Enter');
    await terminal.until(/Press y/);
    await terminal.press('y');
    const sent = await terminal.until(/All of it is on Bitbucket/);
    expect(sent).toMatch(/✓ comment Why a retry\?\s+✓ reply Yes\.\s+✓ approve/);
    await terminal.press('q');
    expect(await terminal.ended()).toBe(0);
    expect(await terminal.until(/"drafts":0/)).toContain('"interrupted":false');
    await expectRestored(terminal);
  });

  test('^C while sending says what is not sent, and that it was stopped', async () => {
    const { terminal } = await open();
    await terminal.press('J', ']', 'j', 'j', 'c');
    await terminal.until(/Comment on line 11/);
    await terminal.type('WAIT');
    await terminal.press('Enter');
    await terminal.until(/not sent[\s▌]+│ +WAIT/);
    await terminal.press('j', 'c');
    await terminal.until(/Comment on line 12/);
    await terminal.type('Second');
    await terminal.press('Enter');
    await terminal.until(/not sent[\s▌]+│ +Second/);
    await terminal.press('S', 'a', 'Enter');
    await terminal.until(/Press y/);
    await terminal.press('y');
    await terminal.until(/0 of 3/);
    await terminal.press('C-c');
    const stopped = await terminal.until(/Stopped: 2 of 3 not sent/);
    expect(stopped).toMatch(/^ Sent in part *$/m);
    expect(stopped).toMatch(/✓ comment WAIT\s+! comment Second: not tried\s+! approve: not tried/);
    await terminal.press('q');
    expect(await terminal.ended()).toBe(0);
    expect(await terminal.until(/"drafts":1/)).toContain('"interrupted":true');
  });

  test('takes a paste that the terminal does not mark as text, and not as commands', async () => {
    const { terminal } = await open();
    await terminal.press('J', ']', 'j', 'j', 'c');
    await terminal.until(/Comment on line 11/);
    await terminal.type('Look at this:\rd the first\rq the second');
    await terminal.until(/│ Look at this: *\n *│ d the first *\n *│ q the second/);
    await terminal.press('Enter');
    await terminal.until(/Comment on line 11 · not sent[\s▌]+│ +Look at this:/);
  });

  test('fits its rows into the terminal, and follows its size', async () => {
    const { terminal } = await open('', {}, SIZES[1]);
    await terminal.press('J');
    await terminal.until(/1\/12 src\/part-0\/file-0\.ts/);
    expect((await terminal.until(/order: Order/)).trimEnd().split('\n')).toHaveLength(40);
    await terminal.resize(60, 20);
    const small = await terminal.until(/^[\s\S]{0,62}$|retries: 0[\s\S]*\/\/ once/);
    for (const row of small.split('\n')) expect(row.length).toBeLessThanOrEqual(60);
  });

  test('keeps what is half typed through ^C, and offers it again', async () => {
    const { terminal, home, command } = await open();
    await terminal.press('J', 'j', 'j', 'c');
    await terminal.until(/Comment on line 10/);
    await terminal.type('Half a thou');
    await terminal.until(/Half a thou/);
    await terminal.press('C-c');
    expect(await terminal.ended()).toBe(0);
    await terminal.until(/"interrupted":true/);
    await expectRestored(terminal);
    expect(onDisk(home)).toContain('Half a thou');
    await terminal.enter(command);
    await terminal.until(/half typed; it opens again/);
    await terminal.press('Enter');
    await terminal.until(/│ Half a thou/);
    await terminal.type('ght');
    await terminal.press('Enter');
    await terminal.until(/not sent[\s▌]+│ +Half a thought/);
  });

  test('keeps what is half typed through kill -9', async () => {
    const { terminal, home, command } = await open();
    await terminal.press('J', 'j', 'j', 'c');
    await terminal.until(/Comment on line 10/);
    await terminal.type('Still here');
    await expect.poll(() => onDisk(home)).toContain('Still here');
    const pid = /"pid":(\d+)/.exec(lockIn(home))?.[1];
    process.kill(Number(pid), 'SIGKILL');
    // Nobody could restore that terminal; another window is where people go on.
    const another = await openTerminal({ XDG_STATE_HOME: home });
    await another.enter(command);
    await another.until(/half typed; it opens again/);
    await another.press('C-c');
    expect(await another.ended()).toBe(0);
  });

  test.each(['SIGTERM', 'SIGHUP'] as const)('gives the terminal back on %s', async (signal) => {
    const { terminal, home } = await open();
    await terminal.press('J', 'j', 'j', 'c');
    await terminal.type('Kept');
    await terminal.until(/│ Kept/);
    process.kill(Number(/"pid":(\d+)/.exec(lockIn(home))?.[1]), signal);
    await terminal.until(/"interrupted":true/);
    await expectRestored(terminal);
    expect(onDisk(home)).toContain('Kept');
  });

  test('gives the terminal back when the program breaks, and says why', async () => {
    const { terminal, home } = await open('', { BBX_CRASH: '1500' });
    await terminal.press('J', 'j', 'j', 'c');
    await terminal.type('Kept');
    expect(await terminal.ended()).not.toBe(0);
    await terminal.until(/crash for a test/);
    await expectRestored(terminal);
    expect(onDisk(home)).toContain('"viewed"');
  });

  test('refuses to be open twice, and harms nothing', async () => {
    const { terminal, home, command } = await open();
    await terminal.press('J', 'j', 'j', 'c');
    await terminal.type('First');
    await expect.poll(() => onDisk(home)).toContain('First');
    const second = await openTerminal({ XDG_STATE_HOME: home });
    await second.enter(command);
    await second.until(/has this review open/);
    expect(onDisk(home)).toContain('First');
  });

  test('suggests what the editor made of the lines', async () => {
    const { terminal } = await open('', { EDITOR: 'sed -i s/await/AWAIT/' });
    await terminal.press('J', 'j', 'j', 'v', 'j', 's');
    await terminal.until(/Suggestion for lines 10-11/);
    await terminal.press('Enter');
    await terminal.until(/\+ +const value0_0 = AWAIT/);
    await terminal.press('q');
    expect(await terminal.ended()).toBe(0);
    await expectRestored(terminal);
  });

  test('says that an editor failed, and is there again', async () => {
    const { terminal } = await open('', { VISUAL: 'false' });
    await terminal.press('J', 'j', 'j', 's');
    await terminal.until(/The editor \(false\) ended with an error \(1\)/);
    await terminal.press('c');
    await terminal.until(/Comment on line 10/);
  });

  test('uses no colour under NO_COLOR, and its signs say the same', async () => {
    const { terminal } = await open('', { NO_COLOR: '1' });
    await terminal.press('J', ']');
    await terminal.until(/▌@@/);
    await terminal.until(/^ +14 - {4}return/m);
    const drawn = terminal.written().replace(/ready \$[\s\S]*?\[\?1049h/, '');
    expect(drawn).not.toMatch(COLOUR);
  });

  test('stops for ^Z and goes on with fg', async () => {
    const { terminal } = await open();
    await terminal.press('J');
    await terminal.until(/1\/12/);
    await terminal.press('C-z');
    await terminal.until(/Stopped|Suspended/);
    await terminal.type('fg');
    await terminal.press('Enter');
    await terminal.until(/1\/12 src/);
    await terminal.press('q');
    await terminal.until(/"interrupted":false/);
  });

  test('shows a diff of 5,000 files and 200,000 lines, of which it writes only what is seen', async () => {
    const { terminal } = await open('5000 40 300');
    await terminal.press('G');
    await terminal.until(/5000\/5000 src\/part-249\/file-4999\.ts/);
    const before = terminal.written().length;
    await terminal.press('k');
    await terminal.press('k');
    await terminal.until(/▌/);
    await terminal.press('g');
    await terminal.until(/0\/5000 Overview/);
    expect(terminal.written().length - before).toBeLessThan(10_000);
    await terminal.press('/');
    await terminal.type('file-4321');
    await terminal.until(/0\/1 Overview/);
    await terminal.press('Enter', 'J');
    await terminal.until(/1\/1 src\/part-216\/file-4321\.ts/);
  });
});

/** The lock of the screen that is open; "" when none is. */
function lockIn(home: string): string {
  const folder = join(home, 'bbx', 'drafts', 'example.org');
  const name = readdirSync(folder).find((file) => file.endsWith('.lock'));
  return name === undefined ? '' : readFileSync(join(folder, name), 'utf8');
}
