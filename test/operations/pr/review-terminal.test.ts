import { describe, expect, test } from 'vitest';
import { homeForTest } from '../../support/home.ts';
import { lacks } from '../../support/needs.ts';
import { sandboxForFile } from '../../support/sandbox.ts';
import { openTerminal } from '../../support/terminal.ts';
import { PullDesk } from './pull-desk.ts';

const desk = sandboxForFile({ described: true });

const LONG = `${'A long word of a long line. '.repeat(6)}end`;
const lines = (ten: string, above = '') =>
  above + Array.from({ length: 20 }, (_, at) => `${at === 9 ? ten : `line ${at + 1}`}\n`).join('');

const FINDINGS = [
  { path: 'a.ts', line: 10, body: 'Why **ten**?\u001b[31m', severity: 'issue' },
  { path: 'a.ts', start_line: 11, line: 12, body: LONG },
];

const open = async () =>
  await PullDesk.open(desk, { 'a.ts': lines('ten') }, { 'a.ts': lines('zehn \u001b[2J\u202e') });

/** A terminal with a file of findings, and the command line that reviews by it. */
async function terminalWith({ id }: PullDesk, findings: readonly object[] = FINDINGS) {
  const file = homeForTest().put('findings.json', findings);
  const terminal = await openTerminal(desk.env, { width: 80, height: 50 });
  return { terminal, command: `bbx pr review ${id} -R acme/backend-api --findings ${file}` };
}

describe.skipIf(lacks('tmux'))('on a terminal', () => {
  test('a person sees each comment under its lines, agrees, and sees what came of it', async () => {
    const pull = await open();
    const { terminal, command } = await terminalWith(pull);
    await terminal.enter(`${command} --approve`);
    const asked = await terminal.until(
      /Post 2 comments and approve: acme\/backend-api #\d+\? .*y\/N/,
    );
    expect(asked).toContain(
      [
        '1. a.ts:10',
        '    9   line 9',
        '   10 - ten',
        '>  10 + zehn ^[[2J<U+202E>',
        '  | **issue:** Why **ten**?^[[31m',
      ].join('\n'),
    );
    expect(asked).toContain('Comments: 2 to post. Then: approve.');
    expect(asked.split('\n').every((line) => line.length <= 80)).toBe(true);
    await terminal.press('y');
    expect(await terminal.ended()).toBe(0);
    const shown = await terminal.until(/posted +a\.ts:10 +#\d+\nposted +a\.ts:11-12 +#\d+\n/);
    expect(shown).toMatch(/acme\/backend-api #\d+: approved\. http/);
    expect(pull.comments).toHaveLength(2);
    expect(pull.verdict).toBe('approved');
    expect(terminal.written()).not.toContain('zehn \u001b');
  });

  test('who does not agree has sent nothing', async () => {
    const pull = await open();
    const { terminal, command } = await terminalWith(pull);
    await terminal.enter(command);
    await terminal.until(/y\/N/);
    await terminal.press('Enter');
    expect(await terminal.ended()).toBe(2);
    expect(pull.comments).toEqual([]);
  });

  test('--yes asks nothing, and neither does a verdict that was typed', async () => {
    const pull = await open();
    const { terminal, command } = await terminalWith(pull);
    expect(await terminal.run(`${command} --yes`)).toMatchObject({ exitCode: 0 });
    expect(pull.comments).toHaveLength(2);
    const { exitCode, screen } = await terminal.run(
      `bbx pr review ${pull.id} -R acme/backend-api -a`,
    );
    expect(exitCode).toBe(0);
    expect(screen).toMatch(/acme\/backend-api #\d+: approved\./);
    const again = await terminal.run(`${command} --approve`);
    expect(again.screen).toMatch(/already there +a\.ts:10 .*\nalready there +a\.ts:11-12 /);
    expect(again.screen).toContain('you had approved it already.');
  });

  test('new commits while a person thinks move the comments along', async () => {
    const pull = await open();
    const { terminal, command } = await terminalWith(pull);
    await terminal.enter(command);
    await terminal.until(/y\/N/);
    await pull.push({ 'a.ts': lines('zehn \u001b[2J\u202e', 'one\ntwo\n') });
    await terminal.press('y');
    expect(await terminal.ended()).toBe(0);
    await terminal.until(/posted +a\.ts:12 /);
    expect(pull.comments.map((text) => text.split(' ')[0])).toEqual(['a.ts:12', 'a.ts:13-14']);
  });

  test('a finding without a place is shown as such, and nobody is asked', async () => {
    const pull = await open();
    const { terminal, command } = await terminalWith(pull, [
      ...FINDINGS,
      { path: 'b.ts', line: 1, body: 'x' },
    ]);
    const { exitCode, screen } = await terminal.run(command);
    expect(exitCode).toBe(3);
    expect(screen).toMatch(/^not placed +b\.ts:1\n +b\.ts is not in the diff\./m);
    expect(screen).toContain('Nothing was sent.');
    expect(pull.comments).toEqual([]);
  });

  test('--dry-run shows the same and asks nothing, without colour where there is none', async () => {
    const pull = await open();
    const { terminal, command } = await terminalWith(pull);
    const { exitCode, screen } = await terminal.run(`NO_COLOR=1 ${command} -n`);
    expect(exitCode).toBe(0);
    expect(screen).toContain('>  10 + zehn ^[[2J<U+202E>');
    expect(pull.comments).toEqual([]);
  });
});
