import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BbxError } from '../../../src/core/errors.ts';
import { readSettings } from '../../../src/core/settings/read-settings.ts';
import { settingsFile } from '../../../src/core/settings/settings-file.ts';
import { updateSettings } from '../../../src/core/settings/update-settings.ts';
import { bundled } from '../../support/bundled.ts';

let home: string;
let file: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'bbx-settings-'));
  file = join(home, '.config', 'bbx', 'config.json');
});
afterEach(() => rmSync(home, { recursive: true, maxRetries: 10 }));

const windows = process.platform === 'win32';
/** Permissions do not stop root. */
const root = process.getuid?.() === 0;
const place = (environment: Record<string, string> = {}) => ({ home, environment });
const content = () => readFileSync(file, 'utf8');
const mode = (path: string) => statSync(path).mode & 0o777;

function given(text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const errorOf = (work: Promise<unknown>): Promise<BbxError> =>
  work.then(
    () => Promise.reject(new Error('it succeeded')),
    (error) => (error instanceof BbxError ? error : Promise.reject(error)),
  );

describe.skipIf(windows)('the place', () => {
  test('is ~/.config/bbx/config.json', () => {
    expect(settingsFile(place())).toBe(file);
  });

  test('follows XDG_CONFIG_HOME and, before it, BBX_CONFIG_DIR', () => {
    const xdg = { XDG_CONFIG_HOME: '/xdg' };
    expect(settingsFile(place(xdg))).toBe('/xdg/bbx/config.json');
    expect(settingsFile(place({ ...xdg, BBX_CONFIG_DIR: '/own' }))).toBe('/own/config.json');
  });

  test('is never in the current folder', () => {
    const relative = { XDG_CONFIG_HOME: '.', BBX_CONFIG_DIR: 'here' };
    expect(settingsFile(place(relative))).toBe(file);
    expect(settingsFile({ home: '', environment: relative })).toBeUndefined();
    expect(settingsFile({ home: '.', environment: {} })).toBeUndefined();
  });
});

describe('reading', () => {
  test('finds nothing where there is no file, no folder and no home', async () => {
    expect(await readSettings(place())).toEqual({});
    expect(await readSettings({ home: '', environment: {} })).toEqual({});
    expect(await readSettings({ home: '/nonexistent/home', environment: {} })).toEqual({});
  });

  test('gives what is there, unknown keys too, and takes no notice of a byte order mark', async () => {
    const settings = {
      later: { version: 2 },
      profile: 'work',
      profiles: { work: { kind: 'access-token', token: 'file', token_file: '~/t', new: 1 } },
    };
    given(`\uFEFF${JSON.stringify(settings)}`);
    expect(await readSettings(place())).toEqual(settings);
  });

  test.each([
    ['{\n  "profile": "a",\n}', 'line 3, column 1'],
    ['{\n  "profile": "a"\n  "output": "json"\n}', 'line 3, column 3'],
    ['{"profile": "a"', 'line 1, column 16'],
    ['{"profile": tru}', 'line 1, column 13'],
    ["{'profile': 1}", 'line 1, column 2'],
    ['{"a": "\\x"}', 'line 1, column 7'],
    ['{"a": "b\nc"}', 'line 1, column 7'],
    ['{"a": 01}', 'line 1, column 8'],
    ['{} {}', 'line 1, column 4'],
    ['{\n<<<<<<< HEAD\n}', 'line 2, column 1'],
    ['', 'is empty'],
  ])('of a broken file names the place: %j', async (text, words) => {
    given(text);
    const error = await errorOf(readSettings(place()));
    expect(error).toMatchObject({ code: 'FILE' });
    expect(error.message).toContain(file);
    expect(error.message).toContain(words);
    expect(error.hint).toMatch(/^Correct it/);
  });

  test.each([
    [
      { profiles: { a: { kind: 'pat', token: 'keychain' } } },
      'profiles.a.kind must be one of api-token, access-token',
    ],
    [
      { profiles: { a: { kind: 'api-token' } } },
      'profiles.a.token must be one of keychain, command, file',
    ],
    [
      { profiles: { a: { kind: 'api-token', token: 'file', scopes: 'x' } } },
      'profiles.a.scopes must be a list',
    ],
    [{ profiles: [] }, 'profiles must be an object'],
    [{ output: 'yaml' }, 'output must be one of table, json, toon, raw'],
    [{ proxy: 'no address' }, 'proxy must be a whole address'],
    [{ profile: '' }, 'profile must not be empty'],
    [[], 'the whole must be an object'],
    [null, 'the whole must be an object'],
  ])('of a wrong shape names the key: %j', async (value, words) => {
    given(JSON.stringify(value));
    const error = await errorOf(readSettings(place()));
    expect(error).toMatchObject({ code: 'FILE' });
    expect(error.message).toContain(`${file} is not usable: ${words}`);
  });

  test('does not repeat a token that stands in the wrong place', async () => {
    given(JSON.stringify({ profiles: { a: { kind: 'api-token', token: 'ATATT3secret' } } }));
    const error = await errorOf(readSettings(place()));
    expect(JSON.stringify(error)).not.toContain('ATATT3');
  });

  test('of a folder in its place is an error', async () => {
    mkdirSync(file, { recursive: true });
    const error = await errorOf(readSettings(place()));
    expect(error.message).toBe(`${file} cannot be read (EISDIR).`);
  });

  test.skipIf(windows)('of a file that is not ours to read is an error', async () => {
    given('{}');
    chmodSync(file, 0);
    const read = readSettings(place());
    if (root) expect(await read).toEqual({});
    else expect((await errorOf(read)).message).toContain('(EACCES)');
  });
});

describe('changing', () => {
  test('makes a file that only its owner may see', async () => {
    await updateSettings(place(), (settings) => ({ ...settings, workspace: 'acme' }));
    expect(content()).toBe('{\n  "workspace": "acme"\n}\n');
    expect(readdirSync(dirname(file))).toEqual(['config.json']);
    if (windows) return;
    expect(mode(file)).toBe(0o600);
    expect(mode(dirname(file))).toBe(0o700);
  });

  test('keeps unknown keys and the order of all', async () => {
    given(
      '{"zeta": [1], "workspace": "a", "profiles": {"p": {"x": 1, "token": "keychain", "kind": "api-token"}}}',
    );
    await updateSettings(place(), (settings) => ({ ...settings, workspace: 'b' }));
    expect(content().replace(/\s/g, '')).toBe(
      '{"zeta":[1],"workspace":"b","profiles":{"p":{"x":1,"token":"keychain","kind":"api-token"}}}',
    );
  });

  test.skipIf(windows)('takes away permissions that an older file had', async () => {
    given('{}');
    chmodSync(file, 0o644);
    await updateSettings(place(), (settings) => settings);
    expect(mode(file)).toBe(0o600);
  });

  test.each(['{"a": ', '', '{"output": 1}'])('never touches a broken file: %j', async (text) => {
    given(text);
    expect(await errorOf(updateSettings(place(), () => ({})))).toMatchObject({ code: 'FILE' });
    expect(content()).toBe(text);
    expect(readdirSync(dirname(file))).toEqual(['config.json']);
  });

  test('refuses a change to a wrong shape and leaves the file', async () => {
    given('{}');
    const wrong = JSON.parse('{"output": "yaml"}');
    const error = await errorOf(updateSettings(place(), () => wrong));
    expect(error).toMatchObject({ code: 'USAGE' });
    expect(content()).toBe('{}');
  });

  test('leaves everything as it was when the change fails', async () => {
    given('{}');
    const failing = updateSettings(place(), () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(readdirSync(dirname(file))).toEqual(['config.json']);
  });

  test.skipIf(windows)(
    'goes through symbolic links, also to a file that is not there yet',
    async () => {
      const dotfiles = join(home, 'dotfiles');
      mkdirSync(dirname(file), { recursive: true });
      symlinkSync('../../dotfiles/link.json', file);
      mkdirSync(dotfiles);
      symlinkSync('bbx.json', join(dotfiles, 'link.json'));
      for (const workspace of ['one', 'two']) {
        await updateSettings(place(), (settings) => ({ ...settings, workspace }));
        expect(JSON.parse(readFileSync(join(dotfiles, 'bbx.json'), 'utf8'))).toEqual({ workspace });
      }
      expect(readlinkSync(file)).toBe('../../dotfiles/link.json');
      expect(lstatSync(join(dotfiles, 'bbx.json')).isFile()).toBe(true);
      expect(readdirSync(dotfiles).sort()).toEqual(['bbx.json', 'link.json']);
    },
  );

  test('without a home says so', async () => {
    const error = await errorOf(updateSettings({ home: '', environment: {} }, () => ({})));
    expect(error).toMatchObject({ code: 'FILE' });
    expect(error.message).toContain('HOME is not set');
  });

  test('where a file stands in place of the folder says so', async () => {
    writeFileSync(join(home, '.config'), '');
    const error = await errorOf(updateSettings(place(), () => ({})));
    expect(error.message).toMatch(/cannot be written \((ENOTDIR|EEXIST)\)/);
  });

  test.skipIf(windows)('in a read-only folder says so', async () => {
    given('{}');
    chmodSync(dirname(file), 0o500);
    const update = updateSettings(place(), () => ({}));
    if (root) expect(await update).toEqual({});
    else expect((await errorOf(update)).message).toBe(`${file} cannot be written (EACCES).`);
    chmodSync(dirname(file), 0o700);
  });
});

describe('many at once', () => {
  test('twenty processes lose nothing', async () => {
    const script = await bundled(new URL('count-script.ts', import.meta.url));
    const names = Array.from({ length: 20 }, (_, index) => `p${index}`);
    const environment = { HOME: home, PATH: process.env.PATH ?? '' };
    const ran = await Promise.all(names.map((name) => script.run([name], environment)));
    script.remove();
    expect(ran.map(({ code, stderr }) => `${code}${stderr}`)).toEqual(names.map(() => '0'));
    const settings = JSON.parse(content());
    expect(settings.count).toBe(20);
    expect(Object.keys(settings.profiles).sort()).toEqual([...names].sort());
    expect(readdirSync(dirname(file))).toEqual(['config.json']);
  });

  test('a reader sees the old file or the new one, whole', async () => {
    await updateSettings(place(), () => ({ count: 0 }));
    let writing = true;
    const readers = Array.from({ length: 4 }, async () => {
      while (writing) expect(await readSettings(place())).toHaveProperty('count');
    });
    for (let count = 1; count <= 20; count += 1) await updateSettings(place(), () => ({ count }));
    writing = false;
    await Promise.all(readers);
  });

  const lock = () => `${file}.lock`;
  const dead = { pid: 2 ** 22 + 1, host: hostname(), id: 'x' };

  test('a lock that a dead process left behind is removed by many without losing anything', async () => {
    given('{}');
    writeFileSync(lock(), JSON.stringify(dead));
    const adding = Array.from({ length: 10 }, () =>
      updateSettings(place(), ({ count, ...others }) => ({
        ...others,
        count: Number(count ?? 0) + 1,
      })),
    );
    await Promise.all(adding);
    expect(JSON.parse(content())).toEqual({ count: 10 });
    expect(readdirSync(dirname(file))).toEqual(['config.json']);
  });

  test.each(['', JSON.stringify({ ...dead, host: 'elsewhere' })])(
    'an old lock of unknown holders is removed: %j',
    async (mark) => {
      given('{}');
      writeFileSync(lock(), mark);
      writeFileSync(`${lock()}.clearing`, '');
      for (const path of [lock(), `${lock()}.clearing`]) utimesSync(path, 1, 1);
      await updateSettings(place(), () => ({ workspace: 'a' }));
      expect(readdirSync(dirname(file))).toEqual(['config.json']);
    },
  );

  test('a half-written file that a crash left behind is of no account', async () => {
    given('{"workspace": "a"}');
    writeFileSync(`${file}.new`, '{"works');
    await updateSettings(place(), (settings) => ({ ...settings, profile: 'p' }));
    expect(JSON.parse(content())).toEqual({ workspace: 'a', profile: 'p' });
    expect(existsSync(`${file}.new`)).toBe(false);
  });
});
