import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { json } from '../support/cli.ts';
import { cloneOf } from '../support/git-folder.ts';
import { startMcp } from '../support/mcp.ts';
import { lacks } from '../support/needs.ts';
import { sandboxForFile } from '../support/sandbox.ts';
import { openTerminal } from '../support/terminal.ts';
import { type OddBranch, pushOddBranch } from './odd-pull.ts';

const desk = sandboxForFile({ described: true });
const REPO = ['-R', 'acme/backend-api'];
let odd: OddBranch;
let id = '';

beforeAll(async () => {
  odd = await pushOddBranch(desk.sandbox);
  const body = { title: 'Odd', source: 'odd', destination: 'odd-base' };
  const branch = (name: string) => ({ branch: { name } });
  const sent = { ...body, source: branch(body.source), destination: branch(body.destination) };
  const path = '/repositories/acme/backend-api/pullrequests';
  const made = await desk.bbx(['post', path, '-b', JSON.stringify(sent), '--jq', 'id']);
  id = String(json(made));
});
afterAll(() => odd?.remove());

const diff = async (...args: string[]) => await desk.bbx(['pr', 'diff', ...args, ...REPO]);

describe('on a pipe', () => {
  test("the bytes are Bitbucket's", async () => {
    const { stdout, stderr, exitCode } = await diff(id);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout).toEqual(odd.diff());
    expect(desk.asked).toHaveLength(2);
  });

  test.each<[string[], string[]]>([
    [['*.ts'], ['*.ts']],
    [['docs'], ['docs']],
    [
      ['/src/**', '*.png'],
      ['src', 'logo.png'],
    ],
    [
      ['docs/', '!latin.txt'],
      ['docs', ':!docs/latin.txt'],
    ],
    [
      ['--exclude', '*.json', '--exclude', 'src'],
      ['.', ':!*.json', ':!src'],
    ],
    [['ä b'], ['ä b']],
  ])('%j takes files out of it byte for byte', async (args, pathspec) => {
    expect((await diff(id, ...args)).stdout).toEqual(odd.diff('--', ...pathspec));
  });

  test('a renamed file is found where it was, and stays a rename', async () => {
    const { stdout } = await diff(id, 'src/old name.ts');
    expect(stdout).toEqual(odd.diff('--', 'src/old name.ts', 'src/new name.ts'));
    expect(stdout.toString()).toContain('rename to src/new name.ts');
  });

  test('a pull request is named by its branch or its address, or not at all', async () => {
    expect((await diff('odd')).stdout).toEqual(odd.diff());
    const address = `${desk.sandbox.gitUrl}/acme/backend-api/pull-requests/${id}/diff`;
    expect((await desk.bbx(['pr', 'diff', address, 'src'])).stdout).toEqual(odd.diff('--', 'src'));
    const { path, git } = await cloneOf(desk.sandbox, 'backend-api');
    await git('checkout', '-q', 'odd');
    const here = async (...args: string[]) =>
      (await desk.bbx(['pr', 'diff', ...args], { cwd: path })).stdout;
    expect(await here()).toEqual(odd.diff());
    expect(await here('*.ts', 'docs')).toEqual(odd.diff('--', '*.ts', 'docs'));
    expect(await here('--paths', 'docs')).toEqual(odd.diff('--', 'docs'));
  });

  test('globs that fit nothing give nothing, and that is said', async () => {
    const none = await diff(id, '*.rs');
    expect([none.stdout.toString(), none.exitCode]).toEqual(['', 0]);
    expect(none.stderr).toBe('None of the 10 changed files fits the globs.\n');
    const { stderr, exitCode } = await diff(id, '*.rs', '--stat');
    expect(stderr).toContain('None of the 10 changed files fits the globs.');
    expect(exitCode).toBe(0);
  });

  test('--stat gives rows, and does not read the diff', async () => {
    const rows = json(await diff(id, 'src', '*.png', '--stat'));
    expect(rows).toEqual({
      values: [
        { path: 'logo.png', status: 'modified', added: 0, removed: 0 },
        { path: 'src/evil.ts', status: 'added', added: 1, removed: 0 },
        {
          path: 'src/new name.ts',
          old_path: 'src/old name.ts',
          status: 'renamed',
          added: 1,
          removed: 1,
        },
        { path: 'src/plain.ts', status: 'modified', added: 1, removed: 1 },
      ],
      size: 4,
    });
    expect(desk.asked.map((asked) => /\/(diff\w*)[/?]?/.exec(asked)?.[1])).toEqual([
      'diffstat',
      'diffstat',
    ]);
  });

  test('--name-only gives a path a line, as git does, and rows where JSON is asked for', async () => {
    const names = ['docs/gone.md', 'docs/latin.txt', 'docs/no-newline.txt', 'docs/windows.txt'];
    const lines = names.map((name) => `${name}\n`).join('');
    for (const format of [[], ['-o', 'raw'], ['-o', 'table']]) {
      const { stdout } = await diff(id, 'docs', '--name-only', ...format);
      expect(stdout.toString()).toBe(lines);
    }
    const rows = { values: names, size: 4 };
    expect(json(await diff(id, 'docs', '--name-only', '-o', 'json'))).toEqual(rows);
    expect(json(await diff(id, 'docs', '--name-only', '--jq', 'size'))).toBe(4);
  });

  test('what cannot be is refused before anything is sent', async () => {
    const { stderr, exitCode } = await diff(id, '--stat', '--name-only');
    expect(stderr).toContain('Both --stat and --name-only');
    expect(exitCode).toBe(2);
    expect(desk.asked).toEqual([]);
  });

  test.each([[], ['--stat']])('a pull request that is not there is named %j', async (...flags) => {
    const { stderr, exitCode } = await diff('4711', ...flags);
    expect(stderr).toContain('There is no pull request 4711 in acme/backend-api.');
    expect(exitCode).toBe(3);
  });

  test.each([[], ['--stat']])(
    'a diff that is gone is told from a pull request %j',
    async (...flags) => {
      const fault = { path: /\/diff(stat)?\//, status: 404 };
      desk.sandbox.faults.add({
        ...fault,
        body: '{"type": "error", "error": {"message": "Gone"}}',
      });
      const { stderr, exitCode } = await diff(id, ...flags);
      expect(stderr).toContain(`Bitbucket has no diff of pull request ${id} any more.`);
      expect(stderr).toContain('Its branch odd may be gone');
      expect(exitCode).toBe(3);
    },
  );

  test('a page in its place is no diff', async () => {
    const headers = { 'content-type': 'text/html' };
    desk.sandbox.faults.add({ path: '/diff/', status: 200, headers, body: '<html>Sign in' });
    const { stdout, stderr, exitCode } = await diff(id);
    expect(stdout.toString()).toBe('');
    expect(stderr).toContain('HTML page');
    expect(exitCode).toBe(5);
  });
});

describe('for an agent', () => {
  test('files first, then the lines of some', async () => {
    const program = await startMcp(desk.env, { tools: 'api,pr' });
    const pr = { pr: id, repo: 'acme/backend-api' };
    const stat = await program.call('bb_pr_diff', { ...pr, paths: ['src'], stat: true });
    expect(stat.text).toContain('src/new name.ts');
    expect(stat.text).not.toContain('package-lock.json');
    const lines = await program.call('bb_pr_diff', { ...pr, paths: ['src'], exclude: ['evil.ts'] });
    expect(lines.text).toBe(odd.diff('--', 'src', ':!src/evil.ts').toString());
    const latin = await program.call('bb_pr_diff', { ...pr, paths: ['latin.txt'] });
    expect(latin.text).toContain('+grüner');
    const evil = await program.call('bb_pr_diff', { ...pr, paths: ['evil.ts'] });
    expect(evil.whole).not.toContain('\u001b');
    const none = await program.call('bb_pr_diff', { ...pr, paths: ['*.rs'], nameOnly: true });
    expect(none.whole).toContain('None of the 10 changed files fits the globs.');
    const noLines = await program.call('bb_pr_diff', { ...pr, paths: ['*.rs'] });
    expect(noLines.remarks).toBe('None of the 10 changed files fits the globs.');
    const both = await program.call('bb_pr_diff', { ...pr, stat: true, nameOnly: true });
    expect(both.text).toMatch(
      /^error: Both stat and nameOnly are given\.\nhint: Give one of them\.\n/,
    );
  });
});

describe.skipIf(lacks('tmux'))('on a terminal', () => {
  test('the diff is coloured and safe, and what tools wrote is folded', async () => {
    const terminal = await openTerminal(desk.env, { width: 100, height: 90 });
    const { screen, exitCode } = await terminal.run(`bbx pr diff ${id} ${REPO.join(' ')}`);
    expect(exitCode).toBe(0);
    expect(screen).toContain(
      'package-lock.json: 1,204 lines of generated content folded; --generated shows them\n',
    );
    expect(screen).toContain('src/new name.ts  +1 -1  (renamed from src/old name.ts)\n');
    expect(screen).toContain('\nlogo.png  (binary)\n');
    expect(screen).toContain('\n-grün\n+grüner\n');
    expect(screen).toContain('\nä b/ö.txt  +1 -1\n');
    expect(screen).toContain('\n one\n-two\n+zwei\n');
    expect(screen).toContain('\\ No newline at end of file');
    expect(screen).toContain('+// ^[[2J^[]0;owned^G<U+202E>\n');
    const written = terminal.written();
    expect(written).toContain('\u001b[32m+const \u001b[39m');
    expect(written).not.toContain('owned\u0007');
  });

  test('without colour nothing is painted, and --generated shows all', async () => {
    const terminal = await openTerminal({ ...desk.env, NO_COLOR: '1' }, { height: 60 });
    const command = `bbx pr diff ${id} ${REPO.join(' ')} '*.json' --generated`;
    const { screen } = await terminal.run(command);
    expect(screen).toContain('"package 1203": "1.0.0"');
    expect(terminal.written()).not.toContain('\u001b[32m');
  });

  test('--stat draws what git draws', async () => {
    const terminal = await openTerminal(desk.env, { width: 80 });
    const { screen } = await terminal.run(`bbx pr diff ${id} src ${REPO.join(' ')} --stat`);
    const expected = odd.diff('--stat=80', '--', 'src').toString();
    expect(screen).toContain(expected);
  });

  test('globs that fit nothing are said to', async () => {
    const terminal = await openTerminal(desk.env, { width: 100 });
    const { screen } = await terminal.run(`bbx pr diff ${id} '*.rs' ${REPO.join(' ')}`);
    expect(screen).toContain('None of the 10 changed files fits the globs.');
  });

  test('a diff that breaks off is an error', async () => {
    const cut = odd.diff('--', 'src/plain.ts').toString().replace('+const sum = a + b;\n', '');
    const headers = { 'content-type': 'text/plain' };
    desk.sandbox.faults.add({ path: '/diff/', status: 200, headers, body: cut });
    const terminal = await openTerminal(desk.env, { width: 100 });
    const { screen, exitCode } = await terminal.run(`bbx pr diff ${id} ${REPO.join(' ')}`);
    expect(screen).toContain('The diff from Bitbucket breaks off in src/plain.ts.');
    expect(exitCode).toBe(5);
  });
});
