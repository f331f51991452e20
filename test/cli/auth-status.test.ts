import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Settings } from '../../src/core/settings/settings.ts';
import { bundled } from '../support/bundled.ts';
import { type RunOptions, run } from '../support/cli.ts';
import { homeForTest } from '../support/home.ts';
import { closedAddress, httpServer, sendJson } from '../support/http-server.ts';
import { lacks } from '../support/needs.ts';
import { sandboxForFile } from '../support/sandbox.ts';
import { type SecretSession, type SessionKind, secretSession } from '../support/secret-service.ts';

const desk = sandboxForFile();
const SETTINGS = '.config/bbx/config.json';

type Env = Readonly<Record<string, string | undefined>>;

async function status(env: Env, ...args: string[]) {
  const ran = await run(['auth', 'status', ...args], { env });
  return { text: ran.stdout.toString(), stderr: ran.stderr, exitCode: ran.exitCode };
}

async function statusData(env: Env, ...args: string[]) {
  const { text, exitCode, stderr } = await status(env, '--json', ...args);
  expect(stderr).toBe('');
  return { all: JSON.parse(text).credentials, exitCode };
}

/** A home with profiles of the sandbox, each with its token in a file. */
function signedIn(which: readonly (keyof typeof desk.sandbox.credentials)[], more: object = {}) {
  const home = homeForTest();
  const profiles = which.map((name) => {
    const { kind, email, token } = desk.sandbox.credentials[name];
    const token_file = home.put(`tokens/${name}`, token);
    const own = kind === 'api-token' ? { email } : { workspace: 'acme' };
    const place = { api_url: desk.sandbox.url, git_url: desk.sandbox.gitUrl };
    return [name, { ...place, kind, token: 'file', token_file, ...own, ...more }] as const;
  });
  home.put(SETTINGS, { profile: which[0], profiles: Object.fromEntries(profiles) });
  return { HOME: home.path };
}

const able = (status: { scopes: { allows: { name: string; able: string }[] } }) =>
  Object.fromEntries(status.scopes.allows.map((one) => [one.name, one.able]));

describe('bbx auth status', () => {
  test('tells who it is, what the token can do, and what it lacks', async () => {
    const { all, exitCode } = await statusData(signedIn(['readOnly']));
    const [readOnly] = all;
    expect(exitCode).toBe(0);
    expect(readOnly).toMatchObject({
      profile: 'readOnly',
      current: true,
      used: true,
      host: new URL(desk.sandbox.url).host,
      kind: 'api-token',
      place: expect.stringContaining('tokens/readOnly (profile readOnly)'),
      email: desk.sandbox.credentials.readOnly.email,
      identity: { display_name: expect.any(String), nickname: expect.any(String) },
    });
    expect(readOnly.scopes.complete).toBe(true);
    expect(readOnly.scopes.granted).toContain('read:snippet:bitbucket');
    expect(able(readOnly)).toEqual({
      reading: 'yes',
      'pr review': 'no',
      'branches prune': 'no',
      pipelines: 'no',
    });
    const review = readOnly.scopes.allows[1];
    expect(review.lacks).toEqual(['write:pullrequest:bitbucket']);
  });

  test('says unknown of scopes that Bitbucket did not tell', async () => {
    const { all } = await statusData(signedIn(['full']));
    expect(all[0].scopes.complete).toBe(false);
    expect(able(all[0])).toEqual({
      reading: 'yes',
      'pr review': 'unknown',
      'branches prune': 'unknown',
      pipelines: 'unknown',
    });
    expect(all[0].scopes.granted).not.toContain('write:pullrequest:bitbucket');
  });

  test('believes the scopes that were seen when the token was stored', async () => {
    const scopes = ['write:pullrequest:bitbucket'];
    const { all } = await statusData(signedIn(['full'], { scopes }));
    expect(able(all[0])['pr review']).toBe('yes');
  });

  test('keeps the words of an access token that were seen then', async () => {
    const { url } = await httpServer((_, response) => sendJson(response, { uuid: '{1}' }));
    const more = { api_url: url, scopes: ['pullrequest:write'] };
    const { all } = await statusData(signedIn(['accessToken'], more));
    expect(all[0].scopes).toMatchObject({
      complete: false,
      granted: ['pullrequest:write', 'account', 'repository'],
    });
    expect(able(all[0])).toMatchObject({ 'pr review': 'yes', pipelines: 'unknown' });
  });

  test('asks no more once Bitbucket has listed the scopes', async () => {
    const { all } = await statusData(signedIn(['noPullRequests']));
    expect(able(all[0])).toEqual({
      reading: 'no',
      'pr review': 'no',
      'branches prune': 'no',
      pipelines: 'yes',
    });
    expect(desk.asked).toEqual([
      'GET /user',
      'GET /user/workspaces?pagelen=1',
      'GET /repositories/acme?pagelen=1',
      expect.stringMatching(/branch-restrictions/),
      expect.stringMatching(/pullrequests/),
    ]);
  });

  test('knows the words of access tokens, which are nobody', async () => {
    const { all, exitCode } = await statusData(signedIn(['accessToken']));
    expect(exitCode).toBe(0);
    expect(all[0]).toMatchObject({ kind: 'access-token' });
    expect(all[0]).not.toHaveProperty('identity');
    expect(all[0].scopes.granted).toContain('pullrequest:write');
    expect(able(all[0])).toEqual({
      reading: 'yes',
      'pr review': 'yes',
      'branches prune': 'yes',
      pipelines: 'yes',
    });
  });

  test('shows all profiles, or the one that was asked for', async () => {
    const env = signedIn(['readOnly', 'accessToken']);
    const { text } = await status(env);
    expect(text).toMatch(/^profile readOnly \(current, used here\)\n {2}host /);
    expect(text).toContain('\n\nprofile accessToken\n');
    const { all } = await statusData(env, '--profile', 'accessToken');
    expect(all.map(({ profile }: { profile: string }) => profile)).toEqual(['accessToken']);
    expect(await status(env, '--profile', 'nobody')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('There are: readOnly, accessToken.'),
    });
  });

  test('shows credentials of the environment, which are used before a profile', async () => {
    const { all } = await statusData({ ...signedIn(['readOnly']), ...desk.env });
    expect(all).toMatchObject([
      { profile: null, used: true, place: 'environment' },
      { profile: 'readOnly', used: false, current: true },
    ]);
  });

  test('shows those of ~/.mcp/configs.json where there is nothing else', async () => {
    const home = homeForTest();
    const { email, token } = desk.sandbox.credentials.full;
    const environments = { ATLASSIAN_USER_EMAIL: email, ATLASSIAN_API_TOKEN: token };
    home.put('.mcp/configs.json', { bitbucket: { environments } });
    const env = { HOME: home.path, BBX_API_URL: desk.sandbox.url };
    const { text, exitCode } = await status(env);
    expect(text).toContain('from /');
    expect(text.replace(/\s+/g, '')).toContain('.mcp/configs.json');
    expect(exitCode).toBe(0);
  });

  test('never sends a token of a profile to where the environment points', async () => {
    const { seen, url } = await httpServer((_, response) => sendJson(response, {}));
    await status({ ...signedIn(['readOnly']), BBX_API_URL: url }, '--json');
    expect(seen).toEqual([]);
    expect(desk.asked).toContain('GET /user');
  });

  test('repeats no token, and lets no name command the terminal', async () => {
    const { url } = await httpServer((_, response) => {
      response.setHeader('x-ratelimit-limit', '60, 60;w=3600');
      response.setHeader('x-ratelimit-remaining', '12');
      response.setHeader('x-oauth-scopes', 'pullrequest, account');
      sendJson(response, { account_id: '1', display_name: 'Eve\u001b[2J\nprofile root' });
    });
    const token = 'ATATT3-a-token-of-this-test';
    const own = { ATLASSIAN_USER_EMAIL: 'eve@example.com', ATLASSIAN_API_TOKEN: token };
    const { text } = await status({ ...own, BBX_API_URL: url });
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain(token);
    expect(text).toContain('Eve^[[2J profile root eve@example.com');
    expect(text).toContain('12 left of 60 an hour');
    expect(text).toMatch(/scopes +pullrequest, account\n/);
  });

  test('says that a date has passed', async () => {
    expect((await status(signedIn(['readOnly'], { expires: '2020-01-31' }))).text).toContain(
      'expires         2020-01-31, which has passed',
    );
  });
});

describe('what is wrong', () => {
  test('is 4 when there are no credentials', async () => {
    const { text, exitCode } = await status({});
    expect(exitCode).toBe(4);
    expect(text).toContain('There are no credentials for Bitbucket.');
    expect(text).toContain('bbx auth login');
  });

  test('is 4 when they are rejected, and the others are shown all the same', async () => {
    const env = signedIn(['readOnly', 'accessToken']);
    desk.sandbox.faults.add({ path: '/user', status: 401, body: '{}' });
    const { all, exitCode } = await statusData(env);
    expect(exitCode).toBe(4);
    expect(all.map(({ error }: { error?: { code: string } }) => error?.code).sort()).toEqual([
      'AUTH_REJECTED',
      undefined,
    ]);
  });

  test('is 5 when nobody answers', async () => {
    const { all, exitCode } = await statusData({ ...desk.env, BBX_API_URL: await closedAddress() });
    expect(exitCode).toBe(5);
    expect(all[0].error).toMatchObject({ code: 'NETWORK' });
  });

  test('is 5 when something else answers', async () => {
    const { url } = await httpServer((_, response) =>
      response.end('<h1>Sign in to the hotel</h1>'),
    );
    const { all, exitCode } = await statusData({ ...desk.env, BBX_API_URL: url });
    expect(exitCode).toBe(5);
    expect(all[0].error.message).toContain("is not Bitbucket's API");
  });

  test('is 6 when the settings are broken', async () => {
    const home = homeForTest();
    home.put(SETTINGS, '{"profiles": {');
    expect(await status({ HOME: home.path })).toMatchObject({
      exitCode: 6,
      stderr: expect.stringContaining('not valid JSON'),
    });
  });
});

const without = process.platform !== 'linux' || lacks('gnome-keyring');

async function inSession(kind: SessionKind, work: (session: SecretSession) => Promise<void>) {
  const session = await secretSession(kind);
  try {
    await work(session);
  } finally {
    await session.stop();
  }
}

/** Puts a profile into the session, its token into the keyring where there is one. */
async function withProfile({ home, environment }: SecretSession): Promise<RunOptions['env']> {
  const { email, token } = desk.sandbox.credentials.readOnly;
  const profile = {
    api_url: desk.sandbox.url,
    email,
    kind: 'api-token',
    token: 'keychain',
  } as const;
  const settings: Settings = { profile: 'work', profiles: { work: profile } };
  mkdirSync(join(home, '.config/bbx'), { recursive: true });
  writeFileSync(join(home, SETTINGS), JSON.stringify(settings));
  const script = await bundled(new URL('../core/auth/secret-script.ts', import.meta.url));
  await script.run(['store', JSON.stringify({ name: 'work', profile }), token], environment);
  script.remove();
  return environment;
}

describe.skipIf(without)('a token in the keychain', () => {
  test('is found there, until it is locked', async () => {
    await inSession('open', async (session) => {
      const env = { ...(await withProfile(session)) };
      const { all, exitCode } = await statusData(env);
      expect(all).toMatchObject([{ profile: 'work', place: 'keychain (profile work)' }]);
      expect(exitCode).toBe(0);
      await session.lock();
      const locked = await statusData(env);
      expect(locked.exitCode).toBe(6);
      expect(locked.all[0].error).toMatchObject({ code: 'KEYCHAIN_UNAVAILABLE' });
    });
  });

  test('is 6 without a bus', async () => {
    await inSession('no-bus', async (session) => {
      const { all, exitCode } = await statusData({ ...(await withProfile(session)) });
      expect(exitCode).toBe(6);
      expect(all[0].error.message).toContain('no D-Bus session');
    });
  });
});
