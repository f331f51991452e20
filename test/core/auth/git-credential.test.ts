import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { answerGitCredential, gitCredential } from '../../../src/core/auth/git-credential.ts';
import { readConfig } from '../../../src/core/config.ts';
import {
  CHANNEL_VARIABLE,
  openCredentialChannel,
} from '../../../src/core/git/credential-channel.ts';

const CLOUD = 'https://bitbucket.org';
const SANDBOX = 'http://127.0.0.1:7990';
const LOGIN = 'username=x-token-auth\npassword=ATCTT3-access\n';
const find = async () =>
  ({ kind: 'access-token', token: 'ATCTT3-access', source: 'test' }) as const;

const asked = (protocol: string, host: string, more = '') =>
  `protocol=${protocol}\nhost=${host}\n${more}`;

describe('the helper gives the login', () => {
  test.each([
    ['to Bitbucket', CLOUD, asked('https', 'bitbucket.org')],
    ['whatever the path', CLOUD, asked('https', 'bitbucket.org', 'path=acme/api.git\n\n')],
    ['where the port is the usual one', CLOUD, asked('https', 'bitbucket.org:443')],
    ['in capitals', CLOUD, asked('https', 'BitBucket.org')],
    ['with what newer gits add', CLOUD, asked('https', 'bitbucket.org', 'capability[]=authtype\n')],
    ['to a sandbox on its port', SANDBOX, asked('http', '127.0.0.1:7990')],
    ['to a host in brackets', 'http://[::1]:7990', asked('http', '[::1]:7990')],
  ])('%s', async (_, gitUrl, input) => {
    expect(await answerGitCredential('get', input, gitUrl, find)).toBe(LOGIN);
  });
});

describe('the helper is silent', () => {
  test.each([
    ['on store', 'store', asked('https', 'bitbucket.org')],
    ['on erase', 'erase', asked('https', 'bitbucket.org')],
    ['on an action to come', 'capability', ''],
    ['to another host', 'get', asked('https', 'github.com')],
    ['to a host that ends alike', 'get', asked('https', 'evil-bitbucket.org')],
    ['to a host that begins alike', 'get', asked('https', 'bitbucket.org.evil.example')],
    ['to a host after a user', 'get', asked('https', 'evil@bitbucket.org')],
    ['to a host with a path', 'get', asked('https', 'bitbucket.org/x')],
    ['to another port', 'get', asked('https', 'bitbucket.org:8443')],
    ['without encryption', 'get', asked('http', 'bitbucket.org')],
    ['to another protocol', 'get', asked('ssh', 'bitbucket.org')],
    ['when two hosts are named', 'get', asked('https', 'bitbucket.org', 'host=evil.example\n')],
    ['without a host', 'get', 'protocol=https\n'],
    ['to nothing at all', 'get', ''],
  ])('%s, and does not even look for credentials', async (_, action, input) => {
    const never = () => Promise.reject(new Error('looked'));
    expect(await answerGitCredential(action, input, CLOUD, never)).toBe('');
  });
});

describe('the command', () => {
  const home = mkdtempSync(join(tmpdir(), 'bbx-helper-'));
  afterAll(() => rmSync(home, { recursive: true, maxRetries: 10 }));
  const run = (variables: Record<string, string>) =>
    gitCredential('get', asked('https', 'bitbucket.org'), readConfig({ HOME: home, ...variables }));
  const ACCESS = { BITBUCKET_ACCESS_TOKEN: 'ATCTT3-access' };

  test('finds the credentials itself when a person pulls', async () => {
    expect(await run(ACCESS)).toEqual({ stdout: LOGIN, stderr: '' });
  });

  test('says in one line why it has none', async () => {
    const { stdout, stderr } = await run({});
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      /^bbx: There are no credentials for Bitbucket\. Run bbx auth login.*\n$/,
    );
  });

  test('asks the bbx that started git, where there is one', async () => {
    const channel = await openCredentialChannel((action, input) =>
      answerGitCredential(action, input, CLOUD, find),
    );
    expect(await run({ [CHANNEL_VARIABLE]: channel.path })).toEqual({ stdout: LOGIN, stderr: '' });
    await channel.close();
  });

  test('finds them itself when that bbx is gone', async () => {
    const gone = { [CHANNEL_VARIABLE]: join(home, 'gone') };
    expect(await run({ ...gone, ...ACCESS })).toEqual({ stdout: LOGIN, stderr: '' });
  });

  test('takes the silence of that bbx for an answer', async () => {
    const channel = await openCredentialChannel(async () => '');
    const told = await run({ [CHANNEL_VARIABLE]: channel.path, ...ACCESS });
    expect(told).toEqual({ stdout: '', stderr: '' });
    await channel.close();
  });
});
