import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BBX, json, type RunOptions, run } from '../support/cli.ts';
import { ended } from '../support/git-desk.ts';
import { lacks } from '../support/needs.ts';

const TOKEN = 'ATCTT3-of-the-environment';
const HELPER = `!'${process.execPath}' '${BBX}' auth git-credential`;
const SECTION = `[credential "https://bitbucket.org"]\n\thelper = \n\thelper = ${HELPER}\n`;

let home: string;
let file: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'bbx-setup-git-'));
  file = join(home, '.gitconfig');
});
afterEach(() => rmSync(home, { recursive: true, maxRetries: 10 }));

const variables = () => ({
  PATH: process.env.PATH,
  HOME: home,
  GIT_CONFIG_SYSTEM: '/dev/null',
  BITBUCKET_ACCESS_TOKEN: TOKEN,
});
const setup = (args: readonly string[] = [], { env, ...more }: RunOptions = {}) =>
  run(['auth', 'setup-git', ...args], { cwd: home, env: { ...variables(), ...env }, ...more });
const content = () => readFileSync(file, 'utf8');

/** What git finds out about a login, with nobody there to type. */
const fill = (question: string) => {
  const env = { ...variables(), GIT_TERMINAL_PROMPT: '0' };
  const child = spawn('git', ['credential', 'fill'], { cwd: home, env });
  child.stdin.write(question);
  return ended(child);
};
const BITBUCKET = 'protocol=https\nhost=bitbucket.org\n\n';

const git = async (...args: string[]) => {
  const { code, stderr } = await ended(spawn('git', args, { cwd: home, env: variables() }));
  if (code !== 0) throw new Error(stderr);
};

describe.skipIf(lacks('git'))('auth setup-git', () => {
  test('makes git ask bbx, and not the helper with the old app password', async () => {
    const old = `!echo username=maya; echo password=ATBB-old`;
    writeFileSync(file, `[credential]\n\thelper = "${old}"\n`);
    expect((await fill(BITBUCKET)).stdout).toContain('password=ATBB-old');
    const ran = await setup();
    expect(ran.exitCode, ran.stderr).toBe(0);
    expect(ran.stdout.toString()).toBe(
      `git asks bbx for https://bitbucket.org from now on (in ${file}).\nbbx auth setup-git --undo takes that back.\n`,
    );
    const { stdout } = await fill(BITBUCKET);
    expect(stdout).toContain(`username=x-token-auth\npassword=${TOKEN}\n`);
    expect(content()).toBe(`[credential]\n\thelper = "${old}"\n${SECTION}`);
    expect(content()).not.toContain(TOKEN);
    const elsewhere = await fill('protocol=https\nhost=github.com\n\n');
    expect(elsewhere.stdout).toContain('password=ATBB-old');
  });

  test('done twice changes nothing', async () => {
    await setup();
    const once = content();
    expect(once).toBe(SECTION);
    const again = await setup();
    expect(again.stdout.toString()).toContain('already');
    expect(content()).toBe(once);
    expect(json(await setup(['--json']))).toEqual({
      origin: 'https://bitbucket.org',
      file,
      helper: true,
      changed: false,
      warnings: [],
    });
  });

  test.each([
    ['an empty file', ''],
    ['a file with a comment at its end', '[user]\n\tname = Maya\n# the end\n'],
    ['a section for Bitbucket', '[credential "https://bitbucket.org"]\n\tuseHttpPath = true\n'],
    ['a helper for Bitbucket', '[credential "https://bitbucket.org"]\n\thelper = store\n'],
  ])('--undo leaves %s as it was', async (_, before) => {
    writeFileSync(file, before);
    await setup();
    expect(content()).toContain(HELPER);
    const ran = await setup(['--undo']);
    expect(ran.stdout.toString()).toContain('no longer');
    expect(content()).toBe(before);
    const again = await setup(['--undo']);
    expect(again.stdout.toString()).toContain('There is nothing of bbx');
    expect(content()).toBe(before);
  });

  test('--undo keeps the order of helpers that were reset by the person', async () => {
    const key = '[credential "https://bitbucket.org"]';
    writeFileSync(file, `${key}\n\thelper = old\n\thelper =\n\thelper = mine\n`);
    await setup();
    await setup(['--undo']);
    expect(content().replaceAll(' \n', '\n')).toBe(
      `${key}\n\thelper = old\n\thelper =\n\thelper = mine\n`,
    );
  });

  test('without a configuration makes one, which --undo leaves empty', async () => {
    await setup();
    expect(content()).toBe(SECTION);
    await setup(['--undo']);
    expect(content()).toBe('');
  });

  test('--undo without a configuration makes none', async () => {
    expect((await setup(['--undo'])).exitCode).toBe(0);
    expect(existsSync(file)).toBe(false);
  });

  test('follows a link, and leaves it one', async () => {
    mkdirSync(join(home, 'dotfiles'));
    writeFileSync(join(home, 'dotfiles', 'git'), '[user]\n\tname = Maya\n');
    symlinkSync(join('dotfiles', 'git'), file);
    await setup();
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(content()).toBe(`[user]\n\tname = Maya\n${SECTION}`);
    await setup(['--undo']);
    expect(content()).toBe('[user]\n\tname = Maya\n');
  });

  test('replaces, in its place, a bbx that has moved', async () => {
    const old = SECTION.replace(BBX, '/gone/bbx.js');
    writeFileSync(file, `${old}[user]\n\tname = Maya\n`);
    await setup();
    expect(content()).toBe(`${SECTION}[user]\n\tname = Maya\n`);
  });

  test.each<[string, () => void, RegExp]>([
    ['read-only', () => chmodSync(file, 0o444), /it is read-only/],
    [
      'locked by another program',
      () => writeFileSync(`${file}.lock`, ''),
      /File exists.*\n.*again/,
    ],
    ['broken', () => writeFileSync(file, '[user\n'), /bad config line 1/],
    [
      'a folder',
      () => {
        rmSync(file);
        mkdirSync(file);
      },
      /not changed/,
    ],
  ])('says so when the configuration is %s, and leaves it alone', async (_, harm, words) => {
    writeFileSync(file, '[user]\n\tname = Maya\n');
    harm();
    const before = lstatSync(file).isFile() && content();
    const ran = await setup();
    expect(ran.exitCode, ran.stderr).toBe(6);
    expect(ran.stderr).toMatch(words);
    expect(ran.stderr).toMatch(/^error: .*\.gitconfig[\s\S]+\nhint: [^\n]+\n$/);
    expect(Buffer.byteLength(ran.stderr)).toBeLessThan(600);
    expect(lstatSync(file).isFile() && content()).toBe(before);
  });

  test('says so when the configuration is in a folder that is not there', async () => {
    const env = { GIT_CONFIG_GLOBAL: join(home, 'absent', 'gitconfig') };
    const ran = await setup([], { env });
    expect(ran.exitCode, ran.stderr).toBe(6);
    expect(ran.stderr).toContain('No such file or directory');
    expect(readdirSync(home)).toEqual([]);
  });

  test('says so when git is absent', async () => {
    const ran = await setup([], { env: { PATH: home } });
    expect(ran.exitCode).toBe(6);
    expect(ran.stderr).toMatch(/^error: git is not installed\.\nhint: Install git/);
  });

  test('is for the host that the environment or a profile names', async () => {
    await setup([], { env: { BBX_GIT_URL: 'http://127.0.0.1:7990' } });
    expect(content()).toContain('[credential "http://127.0.0.1:7990"]\n');
    const git_url = 'http://127.0.0.1:7991';
    const work = { kind: 'access-token', token: 'file', token_file: 'x', git_url };
    mkdirSync(join(home, '.config', 'bbx'), { recursive: true });
    writeFileSync(
      join(home, '.config', 'bbx', 'config.json'),
      JSON.stringify({ profiles: { work } }),
    );
    await setup(['--profile', 'work']);
    expect(content()).toContain(`[credential "${git_url}"]\n`);
    await setup(['--undo', '--profile', 'work']);
    expect(content()).not.toContain(git_url);
    expect(content()).toContain('7990');
  });

  test('says that there is no login yet', async () => {
    const ran = await setup([], { env: { BITBUCKET_ACCESS_TOKEN: undefined } });
    expect(ran.exitCode).toBe(0);
    expect(ran.stderr).toMatch(/^note: There are no credentials.*\nhint: Run bbx auth login/);
  });
});

describe.skipIf(lacks('git'))('auth setup-git names', () => {
  /** What it says with this in the person's configuration. */
  const notes = async (lines: string) => {
    writeFileSync(file, `${lines}\n`);
    const ran = await setup();
    expect(ran.exitCode, ran.stderr).toBe(0);
    expect(ran.stderr).not.toMatch(/ATBB|SECRET/);
    return ran.stderr;
  };

  test.each([
    [
      'a helper that it comes in the place of',
      '[credential]\nhelper = osxkeychain',
      /osxkeychain .* is no longer asked .*\nhint: .*printf 'protocol=https\\nhost=bitbucket\.org\\n\\n' \| git credential-osxkeychain erase/,
    ],
    [
      'a helper of somebody’s own without its words',
      '[credential]\nhelper = !echo password=SECRET',
      /Another credential helper \(.*\n.*use its own program/,
    ],
    [
      'a helper that would be handed the token',
      '[credential "https://bitbucket.org"]\nuseHttpPath = true\n[credential]\nhelper = store',
      /store \(credential\.helper in .*besides bbx.*\nhint: Move that line above/,
    ],
    [
      'a user name for Bitbucket',
      '[credential "https://bitbucket.org"]\nusername = maya',
      /ask for the user maya.*\nhint: .*git config --global --unset-all credential\.https:\/\/bitbucket\.org\.username/,
    ],
    ['a user name for all hosts', '[credential]\nusername = maya', /the user maya/],
    [
      'an address that becomes SSH',
      '[url "git@bitbucket.org:"]\ninsteadOf = https://bitbucket.org/',
      /turns https:\/\/bitbucket\.org\/ into git@bitbucket\.org:, where bbx is not asked/,
    ],
    [
      'an address that becomes one with a password',
      '[url "https://maya:ATBBSECRET@bitbucket.org/"]\ninsteadOf = bb:',
      /turns bb: into https:\/\/bitbucket\.org\/, with a user/,
    ],
    [
      'a header',
      '[http "https://bitbucket.org"]\nextraHeader = Authorization: Basic SECRET',
      /extraheader .* a login of its own/,
    ],
  ])('%s', async (_, lines, words) => {
    expect(await notes(lines)).toMatch(words);
  });

  test('nothing of other hosts, and nothing that does no harm', async () => {
    const lines = [
      '[credential "https://github.com"]\nhelper = store\nusername = maya',
      '[credential "https://bitbucket.org"]\nusername = x-token-auth',
      '[url "git@github.com:"]\ninsteadOf = https://github.com/',
      '[url "https://bitbucket.org/"]\ninsteadOf = git@bitbucket.org:',
      '[http "https://bitbucket.org"]\nextraHeader = X-Trace: 1',
    ];
    expect(await notes(lines.join('\n'))).toBe('');
  });

  test('remotes with a user in them, and a clone that resets its helpers', async () => {
    await git('init', '-q');
    await git('remote', 'add', 'origin', 'https://maya@bitbucket.org/acme/x.git');
    await git('remote', 'add', 'old', 'https://maya:ATBBSECRET@bitbucket.org/acme/y.git');
    await git('remote', 'add', 'fine', 'https://bitbucket.org/acme/z.git');
    await git('config', 'credential.helper', '');
    const said = await notes('');
    expect(said).toMatch(/An empty credential\.helper in \.git\/config takes bbx off/);
    expect(said).toContain('git remote set-url origin https://bitbucket.org/acme/x.git\n');
    expect(said).toMatch(/The remote old .* a password.*\n.*set-url old https:\/\/bitbucket/);
    expect(said).not.toContain('fine');
    expect((await fill(BITBUCKET)).code).not.toBe(0);
  });
});
