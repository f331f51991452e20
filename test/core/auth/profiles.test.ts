import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chooseProfile } from '../../../src/core/auth/choose-profile.ts';
import {
  getProfile,
  listProfiles,
  removeProfile,
  saveProfile,
  switchProfile,
} from '../../../src/core/auth/profiles.ts';
import { readSettings } from '../../../src/core/settings/read-settings.ts';
import type { Profile, Settings } from '../../../src/core/settings/settings.ts';

let home: string;
let place: { home: string; environment: Record<string, string> };
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'bbx-profiles-'));
  place = { home, environment: { BBX_CONFIG_DIR: home } };
});
afterEach(() => rmSync(home, { recursive: true, maxRetries: 10 }));

const ANN: Profile = { kind: 'api-token', token: 'keychain', email: 'ann@example.com' };
const BOT: Profile = { kind: 'access-token', token: 'command', token_command: 'pass show bot' };

const current = async () =>
  (await listProfiles(place)).map(({ name, current }) => (current ? `*${name}` : name));

describe('profiles', () => {
  test('are kept in the order in which they were made, and the last one is current', async () => {
    expect(await listProfiles(place)).toEqual([]);
    await saveProfile(place, 'work', ANN);
    await saveProfile(place, 'bot', BOT);
    expect(await listProfiles(place)).toEqual([
      { name: 'work', profile: ANN, current: false },
      { name: 'bot', profile: BOT, current: true },
    ]);
    expect(await getProfile(place, 'work')).toEqual({ name: 'work', profile: ANN });
  });

  test('are replaced whole by a new sign-in', async () => {
    await saveProfile(place, 'work', { ...ANN, scopes: ['read:repository:bitbucket'] });
    await saveProfile(place, 'work', BOT);
    expect((await getProfile(place, 'work')).profile).toEqual(BOT);
  });

  test('are switched and removed; the last one left becomes current', async () => {
    for (const name of ['a', 'b', 'c']) await saveProfile(place, name, ANN);
    await switchProfile(place, 'a');
    expect(await current()).toEqual(['*a', 'b', 'c']);
    expect(await removeProfile(place, 'a')).toBeUndefined();
    expect(await current()).toEqual(['b', 'c']);
    expect((await removeProfile(place, 'c'))?.name).toBe('b');
    expect(await removeProfile(place, 'b')).toBeUndefined();
    expect(await readSettings(place)).toEqual({ profiles: {} });
  });

  test('that are not there are named with those that are', async () => {
    await expect(switchProfile(place, 'x')).rejects.toMatchObject({
      code: 'USAGE',
      message: 'There is no profile "x".',
      hint: 'There are none yet: run bbx auth login.',
    });
    await saveProfile(place, 'work', ANN);
    await saveProfile(place, 'bot', BOT);
    for (const failing of [getProfile, switchProfile, removeProfile]) {
      const hint = 'There are: work, bot.';
      await expect(failing(place, 'constructor')).rejects.toMatchObject({ code: 'USAGE', hint });
    }
    expect(await current()).toEqual(['work', '*bot']);
  });

  test.each(['', '../x', 'a b', 'a/b', 'é', 'x'.repeat(65), '__proto__', 'a\nb'])(
    'cannot be called %j',
    async (name) => {
      await expect(saveProfile(place, name, ANN)).rejects.toMatchObject({ code: 'USAGE' });
      expect(await readSettings(place)).toEqual({});
    },
  );

  test.each(['constructor', 'toString', '.', '-', 'A.b_c-9'])('can be called %s', async (name) => {
    await saveProfile(place, name, ANN);
    expect(await current()).toEqual([`*${name}`]);
    expect(readFileSync(join(home, 'config.json'), 'utf8')).toContain(`"${name}"`);
  });
});

describe('choosing', () => {
  const settings: Settings = {
    profile: 'home',
    profiles: {
      home: { ...ANN, workspace: 'ann' },
      work: { ...ANN, workspace: 'acme' },
      deploy: { ...BOT, workspace: 'acme', repository: 'infra' },
      lab: { ...ANN, workspace: 'acme', git_url: 'http://127.0.0.1:7990' },
    },
  };
  const CLOUD = 'https://bitbucket.org';
  const on = (address: string, workspace: string, repo: string) => async (gitUrl: string) =>
    gitUrl === address ? { workspace, repo } : undefined;
  const nowhere = async () => undefined;
  const unasked = () => Promise.reject(new Error('the remote was asked for'));
  const name = async (...given: Parameters<typeof chooseProfile>) =>
    (await chooseProfile(...given))?.name;

  test('takes the one asked for without a look at the remote', async () => {
    expect(await name(settings, 'work', unasked)).toBe('work');
  });

  test('refuses one that is not there, whatever else there is', async () => {
    await expect(chooseProfile(settings, 'wrok', unasked)).rejects.toMatchObject({
      code: 'USAGE',
      hint: 'There are: home, work, deploy, lab.',
    });
  });

  test('takes the one of the workspace of the remote', async () => {
    expect(await name(settings, undefined, on(CLOUD, 'Acme', 'backend-api'))).toBe('work');
    expect(await name(settings, undefined, on(CLOUD, 'ann', 'notes'))).toBe('home');
  });

  test('prefers the one of the repository, and keeps hosts apart', async () => {
    expect(await name(settings, undefined, on(CLOUD, 'acme', 'infra'))).toBe('deploy');
    expect(await name(settings, undefined, on('http://127.0.0.1:7990', 'acme', 'infra'))).toBe(
      'lab',
    );
  });

  test('prefers the current one among those that fit', async () => {
    const now = { ...settings, profile: 'deploy' };
    expect(await name(now, undefined, on(CLOUD, 'acme', 'backend-api'))).toBe('deploy');
  });

  test('takes the current one where no remote fits', async () => {
    expect(await name(settings, undefined, nowhere)).toBe('home');
    expect(await name(settings, undefined, on(CLOUD, 'others', 'x'))).toBe('home');
  });

  test('needs no choice among one or none', async () => {
    expect(await name({}, undefined, unasked)).toBeUndefined();
    expect(await name({ profiles: { only: ANN } }, undefined, unasked)).toBe('only');
  });

  test('does not guess among several', async () => {
    const { profile: _, ...unsettled } = settings;
    await expect(chooseProfile(unsettled, undefined, nowhere)).rejects.toMatchObject({
      code: 'USAGE',
      message: 'There are several profiles, and none is the current one.',
    });
  });
});
