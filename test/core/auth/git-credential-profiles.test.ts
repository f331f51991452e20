import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gitCredential } from '../../../src/core/auth/git-credential.ts';
import { saveProfile } from '../../../src/core/auth/profiles.ts';
import { readConfig } from '../../../src/core/config.ts';
import type { Profile } from '../../../src/core/settings/settings.ts';
import { lacks } from '../../support/needs.ts';

const SANDBOX = 'http://127.0.0.1:7990';
const tokenOf = (name: string) => `ATATT3-${name}`;
const loginOf = (name: string) =>
  `username=x-bitbucket-api-token-auth\npassword=${tokenOf(name)}\n`;

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'bbx-git-profiles-'));
});
afterEach(() => rmSync(home, { recursive: true, maxRetries: 10 }));

/** A profile whose token a command prints; the last one saved is the current one. */
const save = (name: string, more: Partial<Profile> = {}) =>
  saveProfile({ home, environment: {} }, name, {
    kind: 'api-token',
    email: `${name}@example.com`,
    token: 'command',
    token_command: `echo ${tokenOf(name)}`,
    ...more,
  });

const ask = (more = '', variables: Record<string, string> = {}, where = 'https bitbucket.org') => {
  const [protocol, host] = where.split(' ');
  const environment = { PATH: process.env.PATH, HOME: home, GIT_CONFIG_SYSTEM: '/dev/null' };
  const config = readConfig({ ...environment, ...variables });
  return gitCredential('get', `protocol=${protocol}\nhost=${host}\n${more}`, config, home);
};
const answers = async (name: string, ...question: Parameters<typeof ask>) =>
  expect(await ask(...question)).toEqual({ stdout: loginOf(name), stderr: '' });
const SILENCE = { stdout: '', stderr: '' };

describe.skipIf(process.platform === 'win32')(
  'of several profiles, the one that answers git',
  () => {
    test('is the one for the host, whatever the current one is for', async () => {
      await save('cloud');
      await save('box', { api_url: 'http://127.0.0.1:7989', git_url: SANDBOX });
      await answers('cloud');
      await answers('box', '', {}, 'http 127.0.0.1:7990');
      await answers('cloud', '', { BBX_GIT_URL: SANDBOX });
      expect(await ask('', {}, 'http 127.0.0.1:7991')).toEqual(SILENCE);
      expect(await ask('', {}, 'http bitbucket.org')).toEqual(SILENCE);
    });

    test('is the current one among those for the host', async () => {
      await save('one');
      await save('two');
      await answers('two');
    });

    test('is the one for the path, and within a workspace the one for the repository', async () => {
      await save('acme', { workspace: 'acme' });
      await save('backend', { workspace: 'acme', repository: 'backend' });
      await save('other', { workspace: 'other' });
      await answers('backend', 'path=acme/backend.git\n');
      await answers('acme', 'path=ACME/frontend.git\n');
      await answers('other', 'path=unknown/x.git\n');
    });

    test.skipIf(lacks('git'))(
      'is the one for the repository here when git gives no path',
      async () => {
        await save('acme', { workspace: 'acme' });
        await save('other', { workspace: 'other' });
        await answers('other');
        const git = (...args: string[]) => execFileSync('git', args, { cwd: home });
        git('init', '-q');
        git('remote', 'add', 'origin', 'https://bitbucket.org/acme/x.git');
        await answers('acme');
      },
    );

    test('is that of BBX_PROFILE where that is for the host', async () => {
      await save('one', { workspace: 'acme' });
      await save('two');
      await save('box', { api_url: 'http://127.0.0.1:7989', git_url: SANDBOX });
      await answers('one', '', { BBX_PROFILE: 'one' });
      await answers('two', 'path=acme/x.git\n', { BBX_PROFILE: 'two' });
      await answers('one', 'path=acme/x.git\n', { BBX_PROFILE: 'box' });
      const { stdout, stderr } = await ask('', { BBX_PROFILE: 'nobody' });
      expect(stdout).toBe('');
      expect(stderr).toMatch(/^bbx: There is no profile "nobody"\. There are: one, two, box\.\n$/);
    });

    test('is of the user that git asks for; for another user all are silent', async () => {
      await save('api');
      await save('access', { kind: 'access-token', token_command: 'echo ATCTT3-access' });
      await answers('api', 'username=x-bitbucket-api-token-auth\n');
      await answers('api', 'username=api@example.com\n');
      expect((await ask('username=x-token-auth\n')).stdout).toContain('ATCTT3-access');
      expect(await ask('username=maya\n')).toEqual(SILENCE);
      const token = { BITBUCKET_ACCESS_TOKEN: 'ATCTT3-environment' };
      expect(await ask('username=maya\n', token)).toEqual(SILENCE);
      expect((await ask('username=x-token-auth\n', token)).stdout).toContain('ATCTT3-environment');
    });

    test('goes behind whole credentials of the environment, unless BBX_PROFILE names it', async () => {
      await save('one');
      const token = { BITBUCKET_ACCESS_TOKEN: 'ATCTT3-environment' };
      expect((await ask('', token)).stdout).toContain('ATCTT3-environment');
      await answers('one', '', { ...token, BBX_PROFILE: 'one' });
      await answers('one', '', { ...token, BBX_GIT_URL: SANDBOX });
    });

    test('is said to be unclear where nothing tells which', async () => {
      await save('one');
      await save('two');
      await save('box', { api_url: 'http://127.0.0.1:7989', git_url: SANDBOX });
      const { stdout, stderr } = await ask();
      expect(stdout).toBe('');
      expect(stderr).toMatch(/^bbx: There are several profiles.*bbx auth switch.*one, two\.\n$/);
    });

    test('does not answer when its token cannot be had, and says so in one line', async () => {
      await save('one', { token_command: 'echo first >&2; echo second >&2; exit 1' });
      const { stdout, stderr } = await ask();
      expect(stdout).toBe('');
      expect(stderr).toMatch(/^bbx: The token_command failed.*\n$/);
    });

    test('is not looked for on store and erase, not even in broken settings', async () => {
      mkdirSync(join(home, '.config', 'bbx'), { recursive: true });
      writeFileSync(join(home, '.config', 'bbx', 'config.json'), '{');
      const config = readConfig({ HOME: home });
      for (const action of ['store', 'erase', 'capability']) {
        const question = 'protocol=https\nhost=bitbucket.org\nusername=x\npassword=y\n';
        expect(await gitCredential(action, question, config, home)).toEqual(SILENCE);
      }
      expect((await ask()).stderr).toMatch(/^bbx: .*config\.json is not valid JSON.*\n$/);
    });
  },
);
