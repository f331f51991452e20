import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { json } from '../support/cli.ts';
import { ended } from '../support/git-desk.ts';
import { PLAIN_GIT } from '../support/git-server.ts';
import { lacks } from '../support/needs.ts';
import { sandboxForFile } from '../support/sandbox.ts';

const desk = sandboxForFile();
const folder = mkdtempSync(join(tmpdir(), 'bbx-clone-'));
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 10 }));

/** git as a person would call it later, with nobody there to type. */
const git = (cwd: string, ...args: string[]) => {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    GIT_TERMINAL_PROMPT: '0',
    ...PLAIN_GIT,
    ...desk.env,
  };
  return ended(spawn('git', args, { cwd, env }));
};

const folderIn = (name: string) => mkdtempSync(join(folder, `${name}-`));

describe.skipIf(lacks('git'))('clone', () => {
  test('makes a clone in which pull and push work without typing, and writes no secret (D25)', async () => {
    const cwd = folderIn('whole');
    const ran = await desk.bbx(['clone', 'acme/frontend'], { cwd });
    expect(json(ran)).toMatchObject({
      repository: 'acme/frontend',
      branch: 'main',
      protocol: 'https',
    });
    const clone = join(cwd, 'frontend');
    const { token } = desk.sandbox.credentials.full;
    expect(readFileSync(join(clone, '.git/config'), 'utf8')).not.toContain(token.slice(0, 40));
    expect(await git(clone, 'pull')).toMatchObject({ code: 0 });
    writeFileSync(join(clone, 'new.txt'), 'new\n');
    await git(clone, 'add', 'new.txt');
    await git(clone, 'commit', '-qm', 'Add a file');
    expect(await git(clone, 'push')).toMatchObject({ code: 0 });
    const read = await desk.bbx(['get', './src/main/new.txt', '-R', 'acme/frontend']);
    expect(read.stdout.toString()).toBe('new\n');
    const users = desk.requests
      .filter(({ server }) => server === 'git')
      .map(({ headers }) => headers.authorization)
      .filter(Boolean);
    const login = Buffer.from(String(users[0]).slice('Basic '.length), 'base64').toString();
    expect(login.split(':')[0]).toBe('x-bitbucket-api-token-auth');
  });

  test('takes a workspace of its own, a branch, a depth, a folder, and options of git', async () => {
    const cwd = folderIn('options');
    const ran = await desk.bbx(
      [
        'clone',
        'backend-api',
        'here',
        '--branch',
        'feature/checkout-v2',
        '--depth',
        '1',
        '--',
        '--no-tags',
      ],
      { cwd },
    );
    expect(json(ran)).toMatchObject({
      branch: 'feature/checkout-v2',
      directory: join(cwd, 'here'),
    });
    const { stdout } = await git(join(cwd, 'here'), 'rev-list', '--count', 'HEAD');
    expect(stdout.trim()).toBe('1');
    expect((await git(join(cwd, 'here'), 'tag')).stdout).toBe('');
  });

  test('takes an address copied from the browser, and says for a person what it did', async () => {
    const cwd = folderIn('web');
    const ran = await desk.bbx(
      ['clone', `${desk.sandbox.gitUrl}/acme/infra/src/main/`, '-o', 'table'],
      { cwd },
    );
    expect(ran.stdout.toString()).toBe(
      `Cloned acme/infra into ${join(cwd, 'infra')} (branch main).\n`,
    );
  });

  test.each<[string, Record<string, string>, readonly string[], number, RegExp]>([
    [
      'a wrong token',
      { ATLASSIAN_API_TOKEN: 'ATATT3wrong' },
      ['acme/frontend'],
      6,
      /Authentication failed[\s\S]*token/,
    ],
    ['a repository that is not there', {}, ['acme/nothing'], 6, /not found[\s\S]*WORKSPACE\/REPO/],
    ['a branch that is not there', {}, ['acme/frontend', '--branch', 'nope'], 6, /nope not found/],
    ['a name that leads out', {}, ['acme/..'], 2, /\.\./],
    ['a name that is an option', {}, ['--', '-x'], 2, /REPO is missing/],
    [
      'a name that is a program',
      {},
      ['ext::sh -c touch%20x'],
      2,
      /not the address of a repository/,
    ],
    ['an option for a branch', {}, ['acme/frontend', '--branch=--upload-pack=x'], 2, /upload-pack/],
  ])(
    'with %s fails, invents no status, and leaves nothing behind (D26, D28, D30)',
    async (_, env, args, exitCode, words) => {
      const cwd = folderIn('failed');
      const ran = await desk.bbx(['clone', ...args], { cwd, env });
      expect(ran.exitCode, ran.stderr).toBe(exitCode);
      expect(ran.stderr).toMatch(words);
      expect(ran.stderr).toMatch(/^error: [\s\S]+\nhint: [^\n]+\n$/);
      expect(ran.stderr).not.toContain('HTTP Status');
      expect(Buffer.byteLength(ran.stderr)).toBeLessThan(600);
      expect(readdirSync(cwd)).toEqual([]);
    },
  );

  test('into a folder with something in it is an error, and leaves it as it is (D29)', async () => {
    const cwd = folderIn('taken');
    const into = join(cwd, 'frontend');
    await desk.bbx(['clone', 'acme/frontend'], { cwd });
    const before = readFileSync(join(into, '.git/HEAD'));
    const ran = await desk.bbx(['clone', 'acme/frontend'], { cwd });
    expect(ran.exitCode).toBe(6);
    expect(ran.stderr).toContain('already exists');
    expect(existsSync(join(into, '.git/HEAD'))).toBe(true);
    expect(readFileSync(join(into, '.git/HEAD')).equals(before)).toBe(true);
  });

  test('of an empty repository works (D27)', async () => {
    const cwd = folderIn('empty');
    const ran = await desk.bbx(['clone', 'acme/empty'], { cwd });
    expect(json(ran)).toMatchObject({ commit: null });
  });
});
