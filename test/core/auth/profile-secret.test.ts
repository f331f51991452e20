import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { forgetSecret, secretOf, storeSecret } from '../../../src/core/auth/profile-secret.ts';
import type { Profile } from '../../../src/core/settings/settings.ts';
import { bundled } from '../../support/bundled.ts';
import { lacks } from '../../support/needs.ts';
import { secretSession } from '../../support/secret-service.ts';

const TOKEN = `ATATT3${'xFfGF0_-1='.repeat(19).slice(0, 186)}`;
const windows = process.platform === 'win32';

let home: string;
let place: { home: string; environment: Record<string, string> };
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'bbx-secret-'));
  place = { home, environment: { BBX_CONFIG_DIR: home, PATH: process.env.PATH ?? '' } };
});
afterEach(() => rmSync(home, { recursive: true, maxRetries: 10 }));

const named = (more: Partial<Profile>) => ({
  name: 'work',
  profile: { kind: 'api-token', token: 'keychain', ...more } as const,
});
const command = (token_command: string) => named({ token: 'command', token_command });
const file = (token_file: string) => named({ token: 'file', token_file });

describe.skipIf(windows)('a token that a command prints', () => {
  test('is its first line, whatever else it says', async () => {
    const printing = command(`echo; echo " ${TOKEN} "; echo second; echo noise >&2`);
    const source = 'token_command (profile work)';
    expect(await secretOf(printing, place)).toEqual({ token: TOKEN, source });
  });

  test('comes from a shell in the folder of the settings, with the environment', async () => {
    writeFileSync(join(home, 'token.txt'), TOKEN);
    const name = { ...place.environment, NAME: 'token.txt' };
    const reading = command('cat ./"$NAME" | tr -d " "');
    expect(await secretOf(reading, { home, environment: name })).toMatchObject({ token: TOKEN });
  });

  test('is not waited for on stdin', async () => {
    await expect(secretOf(command('cat'), place)).rejects.toMatchObject({
      code: 'AUTH_MISSING',
      message: 'The token_command printed nothing.',
    });
  });

  test('is absent when the command fails; its words are kept, its secrets are not', async () => {
    const failing = command(
      `echo ${TOKEN}; echo "first" >&2; printf 'gpg: \\033[31mno key\\007 for ${TOKEN}, ATCTT3other\\n' >&2; exit 2`,
    );
    const error = await secretOf(failing, place).catch((thrown) => thrown);
    expect(error.code).toBe('AUTH_MISSING');
    expect(error.message).toBe(
      'The token_command failed (exit code 2): first; gpg: no key  for ***, ***.',
    );
  });

  test('is absent when there is no such command', async () => {
    const error = await secretOf(command('bbx-no-such-command'), place).catch((thrown) => thrown);
    expect(error.message).toMatch(/^The token_command failed \(exit code 127\): .*not found\.$/);
  });

  test('is given up when it takes too long, with all that the command started', async () => {
    const slow = command(`sh -c 'echo $$ >pid; exec sleep 600' | cat`);
    const error = await secretOf(slow, place, { timeout: 1000 }).catch((thrown) => thrown);
    expect(error.message).toBe('The token_command failed (no end after 1 s).');
    const pid = Number(readFileSync(join(home, 'pid')));
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  test('is given up on ^C', async () => {
    const stop = new AbortController();
    const waiting = secretOf(command('touch here; sleep 600'), place, { signal: stop.signal });
    await expect.poll(() => existsSync(join(home, 'here'))).toBe(true);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  test('does not wait for an agent that the command leaves behind', async () => {
    const leaving = command(`sleep 600 & echo $! >pid; echo ${TOKEN}`);
    expect(await secretOf(leaving, place)).toMatchObject({ token: TOKEN });
    process.kill(Number(readFileSync(join(home, 'pid'))));
  });

  test('is refused when it is none, without repeating it', async () => {
    const error = await secretOf(command('echo You are not signed in'), place).catch((e) => e);
    expect(error.code).toBe('AUTH_REJECTED');
    expect(error.message).toMatch(/^What came from token_command \(profile work\) is no token/);
    expect(error.message).not.toContain('signed in');
  });

  test('is not stored and not forgotten by bbx', async () => {
    await expect(storeSecret(command('true'), TOKEN, place)).rejects.toMatchObject({
      code: 'USAGE',
    });
    expect(await forgetSecret(command('true'), place)).toBe(false);
  });

  test('needs a command', async () => {
    await expect(secretOf(named({ token: 'command' }), place)).rejects.toMatchObject({
      code: 'FILE',
      message: 'Profile work has its token in a command, and no token_command.',
    });
  });
});

describe('a token in a file', () => {
  test('is written for its owner alone, read and removed', async () => {
    const path = join(home, 'deep', 'token');
    await storeSecret(file('~/deep/token'), TOKEN, place);
    if (!windows) expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe(`${TOKEN}\n`);
    const source = '~/deep/token (profile work)';
    expect(await secretOf(file('~/deep/token'), place)).toEqual({ token: TOKEN, source });
    expect(await forgetSecret(file(path), place)).toBe(true);
    expect(await forgetSecret(file(path), place)).toBe(false);
  });

  test.skipIf(windows).each([0o644, 0o640, 0o604, 0o620])(
    'is refused when others may see it: mode %o',
    async (mode) => {
      const path = join(home, 'token');
      writeFileSync(path, TOKEN);
      chmodSync(path, mode);
      await expect(secretOf(file(path), place)).rejects.toMatchObject({
        code: 'FILE',
        message: `Others may read the token file ${path} (mode 0${mode.toString(8)}).`,
        hint: expect.stringContaining(`chmod 600 ${path}`),
      });
    },
  );

  test.skipIf(windows)(
    'may be read-only, and loses open permissions when it is written',
    async () => {
      const path = join(home, 'token');
      writeFileSync(path, 'old', { mode: 0o644 });
      await storeSecret(file(path), TOKEN, place);
      chmodSync(path, 0o400);
      expect(await secretOf(file(path), place)).toMatchObject({ token: TOKEN });
    },
  );

  test('that is absent, empty, a folder or a relative path is an error', async () => {
    const empty = join(home, 'empty');
    writeFileSync(empty, '\n', { mode: 0o600 });
    const folder = join(home, 'folder');
    mkdirSync(folder);
    const cases = { [join(home, 'no')]: 'ENOENT', [empty]: 'is empty', [folder]: 'is no file' };
    for (const [path, words] of Object.entries(cases)) {
      const error = await secretOf(file(path), place).catch((thrown) => thrown);
      expect(error.code).toBe('FILE');
      expect(error.message).toContain(words);
    }
    await expect(secretOf(file('token'), place)).rejects.toMatchObject({ code: 'FILE' });
  });

  test.skipIf(windows)('that is a pipe is not waited for', async () => {
    const path = join(home, 'pipe');
    execFileSync('mkfifo', [path]);
    const error = await secretOf(file(path), place).catch((thrown) => thrown);
    expect(error.message).toContain('is no file');
  });
});

const without = process.platform !== 'linux' || lacks('gnome-keyring');
describe.skipIf(without)('a token in the keychain', () => {
  test('is stored, found, bound to its origin, and forgotten', async () => {
    const script = await bundled(new URL('secret-script.ts', import.meta.url));
    const session = await secretSession('open');
    const ask = async (verb: string, profile: Partial<Profile> = {}) => {
      const args = [verb, JSON.stringify(named(profile)), TOKEN];
      return JSON.parse((await script.run(args, session.environment)).stdout);
    };
    const elsewhere = { api_url: 'http://127.0.0.1:7990/api' };
    try {
      expect(await ask('get')).toMatchObject({
        code: 'AUTH_MISSING',
        message: 'The keychain has no token for profile work.',
      });
      await ask('store');
      const source = 'keychain (profile work)';
      expect(await ask('get')).toEqual({ value: { token: TOKEN, source } });
      expect(await ask('get', elsewhere)).toMatchObject({ code: 'AUTH_MISSING' });
      expect(await ask('forget', elsewhere)).toEqual({ value: false });
      expect(await ask('forget')).toEqual({ value: true });
      expect(await ask('get')).toMatchObject({ code: 'AUTH_MISSING' });
    } finally {
      await session.stop();
      script.remove();
    }
  });
});

function isRunning(pid: number): boolean {
  try {
    // A dead one that nobody has taken notice of yet is dead all the same.
    if (process.platform === 'linux')
      return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
