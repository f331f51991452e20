import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { json, run } from '../support/cli.ts';

const TOKEN = `ATATT3${'xFfGF0_-1='.repeat(19).slice(0, 186)}`;

let home: string;
let config: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'bbx-auth-profiles-'));
  config = join(home, '.config/bbx/config.json');
  mkdirSync(join(home, '.config/bbx'), { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true, force: true, maxRetries: 10 }));

const bbx = async (args: readonly string[], env = {}) =>
  await run(['auth', ...args], { env: { HOME: home, ...env } });
const settings = (): unknown => JSON.parse(readFileSync(config, 'utf8'));

/** Two profiles, the first the current one, each with its token in a file. */
function given(more: Readonly<Record<string, unknown>> = {}): void {
  const file = (name: string) => join(home, `${name}.token`);
  const profile = { kind: 'api-token', token: 'file', email: 'ann@example.com' };
  for (const name of ['work', 'lab']) writeFileSync(file(name), TOKEN, { mode: 0o600 });
  const profiles = {
    work: { ...profile, token_file: file('work'), workspace: 'acme' },
    lab: { ...profile, token_file: file('lab'), api_url: 'http://127.0.0.1:7990/api' },
  };
  writeFileSync(config, JSON.stringify({ profile: 'work', profiles, ...more }));
}

describe('bbx auth list', () => {
  test('names whose they are, where they are for, and where their tokens lie', async () => {
    expect(json(await bbx(['list']))).toEqual([]);
    given();
    expect(json(await bbx(['list']))).toEqual([
      {
        name: 'work',
        current: true,
        host: 'api.bitbucket.org',
        email: 'ann@example.com',
        kind: 'api-token',
        token: join(home, 'work.token'),
        workspace: 'acme',
      },
      {
        name: 'lab',
        current: false,
        host: '127.0.0.1:7990',
        email: 'ann@example.com',
        kind: 'api-token',
        token: join(home, 'lab.token'),
      },
    ]);
    const table = (await bbx(['list', '-o', 'table'], { COLUMNS: '200' })).stdout.toString();
    expect(table).toMatch(/^NAME +CURRENT +HOST +EMAIL +KIND +TOKEN +WORKSPACE/);
    expect(table).not.toContain(TOKEN);
  });

  test('follows the output of the settings, and says where they are broken', async () => {
    given({ output: 'toon' });
    expect((await bbx(['list'])).stdout.toString()).toMatch(/^\[2\]/);
    writeFileSync(config, '{"profiles": {"work": {}}}');
    const ran = await bbx(['list']);
    expect(ran.exitCode).toBe(6);
    expect(ran.stderr).toContain('profiles.work');
  });
});

describe('bbx auth switch', () => {
  test('makes a profile the current one', async () => {
    given();
    expect(json(await bbx(['switch', 'lab']))).toEqual({ done: true, profile: 'lab' });
    expect(settings()).toMatchObject({ profile: 'lab' });
    expect((await bbx(['switch', 'work', '-o', 'raw'])).stdout.toString()).toBe(
      'Profile work is the current one.\n',
    );
  });

  test('names those there are where nobody can choose', async () => {
    expect((await bbx(['switch'])).stderr).toContain('run bbx auth login');
    given();
    for (const args of [['switch'], ['switch', 'wrok']]) {
      const ran = await bbx(args);
      expect(ran.exitCode).toBe(2);
      expect(ran.stderr).toContain('There are: work, lab.');
    }
    expect(settings()).toMatchObject({ profile: 'work' });
  });
});

describe('bbx auth logout', () => {
  test('removes the current profile and its token, and no other', async () => {
    given();
    const out = await bbx(['logout']);
    expect(json(out)).toEqual({ done: true, profile: 'work', removed: true, current: 'lab' });
    expect(() => readFileSync(join(home, 'work.token'))).toThrow('ENOENT');
    expect(readFileSync(join(home, 'lab.token'), 'utf8')).toBe(TOKEN);
    expect(json(await bbx(['logout', '--profile', 'lab']))).toMatchObject({ removed: true });
    expect(json(await bbx(['logout']))).toEqual({ done: false });
    const after = await run(['get', '/user'], { env: { HOME: home } });
    expect(after.exitCode).toBe(4);
    expect(after.stderr).toContain('There are no credentials');
  });

  test('takes the one that BBX_PROFILE names, and refuses one that is not there', async () => {
    given();
    const ran = await bbx(['logout', '--profile', 'x']);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('There are: work, lab.');
    expect(json(await bbx(['logout'], { BBX_PROFILE: 'lab' }))).toMatchObject({ profile: 'lab' });
  });

  test('does not guess among several', async () => {
    given({ profile: undefined });
    const ran = await bbx(['logout']);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('--profile: work, lab.');
  });

  test('keeps the profile when its token cannot be removed', async () => {
    const profiles = { work: { kind: 'api-token', token: 'keychain', email: 'a@b.c' } };
    writeFileSync(config, JSON.stringify({ profiles }));
    const env = { DBUS_SESSION_BUS_ADDRESS: undefined, XDG_RUNTIME_DIR: home };
    const ran = await bbx(['logout'], env);
    expect(ran.exitCode).toBe(6);
    expect(settings()).toEqual({ profiles });
  });

  test('says that credentials of the environment stay', async () => {
    given();
    const ran = await bbx(['logout'], { BITBUCKET_ACCESS_TOKEN: TOKEN });
    expect(ran.stderr).toContain('Credentials of the environment stay');
  });
});

describe('bbx auth token', () => {
  test('prints the token that a request would be signed with, and nothing else', async () => {
    given();
    for (const args of [['token'], ['token', '--profile', 'lab']]) {
      const ran = await bbx(args);
      expect(ran.stdout.toString()).toBe(`${TOKEN}\n`);
      expect(ran.stderr).toBe('');
    }
    const other = `ATCTT3${'y'.repeat(60)}`;
    const ran = await bbx(['token'], { BITBUCKET_ACCESS_TOKEN: other });
    expect(ran.stdout.toString()).toBe(`${other}\n`);
  });

  test('prints nothing where there is none', async () => {
    const ran = await bbx(['token']);
    expect(ran.exitCode).toBe(4);
    expect(ran.stdout.toString()).toBe('');
    expect(ran.stderr).toContain('Run bbx auth login');
  });
});

test('bbx auth alone lists what there is', async () => {
  const ran = await bbx([]);
  expect(ran.exitCode).toBe(0);
  for (const word of ['list', 'login', 'logout', 'switch', 'token']) {
    expect(ran.stdout.toString()).toMatch(new RegExp(`^ +auth ${word} `, 'm'));
  }
});
