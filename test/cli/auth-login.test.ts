import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { json, type Ran, run } from '../support/cli.ts';
import { closedAddress, httpServer, sendJson } from '../support/http-server.ts';
import { lacks } from '../support/needs.ts';
import { sandboxForFile } from '../support/sandbox.ts';
import { type SecretSession, secretSession } from '../support/secret-service.ts';

const desk = sandboxForFile();
const noKeyring = process.platform !== 'linux' || lacks('gnome-keyring');

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'bbx-login-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true, maxRetries: 10 }));

const places = () => ({ BBX_API_URL: desk.sandbox.url, BBX_GIT_URL: desk.sandbox.gitUrl });
const full = () => desk.sandbox.credentials.full;
const settings = (folder = home): unknown =>
  JSON.parse(readFileSync(join(folder, '.config/bbx/config.json'), 'utf8'));
const nothingStored = (folder = home) =>
  expect(
    readdirSync(folder, { recursive: true }).filter((file) => /\.(json|token)$/.test(String(file))),
  ).toEqual([]);

/** Signs in from a pipe, with the token in a file. */
async function login(args: readonly string[], token: string, env = {}): Promise<Ran> {
  return await run(['auth', 'login', '--with-token', ...args], {
    stdin: token,
    env: { HOME: home, ...places(), ...env },
  });
}
const toFile = ['--store', 'file'];
const asFull = () => ['--email', full().email];

describe('bbx auth login, into a file,', () => {
  test('has Bitbucket confirm the token and stores a profile without it', async () => {
    const ran = await login([...toFile, ...asFull()], full().token);
    const file = join(home, '.config/bbx/tokens/default.token');
    expect(json(ran)).toMatchObject({
      name: 'default',
      email: full().email,
      kind: 'api-token',
      token: file,
      workspace: 'acme',
      account: expect.any(String),
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(settings()).toEqual({
      profile: 'default',
      profiles: {
        default: {
          api_url: desk.sandbox.url,
          git_url: desk.sandbox.gitUrl,
          email: full().email,
          kind: 'api-token',
          token: 'file',
          token_file: file,
          workspace: 'acme',
        },
      },
    });
    expect(desk.asked).toEqual(['GET /user', 'GET /user/workspaces?pagelen=100']);
    expect(ran.stdout.toString() + ran.stderr).not.toContain(full().token);
  });

  test('is then signed in, with nothing in the environment', async () => {
    await login([...toFile, ...asFull()], full().token);
    const ran = await run(['get', '/user', '--jq', 'nickname'], { env: { HOME: home } });
    expect(json(ran)).toBe('maya');
    const again = await run(['get', '/repositories/{workspace}', '--jq', 'size'], {
      env: { HOME: home },
    });
    expect(again.exitCode, again.stderr).toBe(0);
    const token = await run(['auth', 'token'], { env: { HOME: home } });
    expect(token.stdout.toString()).toBe(`${full().token}\n`);
    expect(token.stderr).toBe('');
  });

  test.each([
    ['a line end', (token: string) => `${token}\n`],
    ['a line end of Windows', (token: string) => `${token}\r\n`],
    ['spaces and a mark of the byte order', (token: string) => `\uFEFF  ${token} \n\n`],
  ])('takes a token with %s around it', async (_, around) => {
    expect(json(await login([...toFile, ...asFull()], around(full().token)))).toHaveProperty(
      'name',
    );
  });

  test.each([
    ['nothing', () => '', /Nothing was given/],
    ['a token with a space inside', () => full().token.replace('-', ' '), /inside the token/],
    ['two lines', () => `${full().token}\n${full().token}`, /inside the token/],
    ['an app password', () => `ATBB${'x'.repeat(32)}`, /app passwords on 2026-07-28/],
    ['an e-mail address', () => 'ann@example.com', /e-mail address, and no token/],
    ['a password', () => 'hunter2', /too short for a token/],
  ])('refuses %s before anything is sent', async (_, token, words) => {
    const ran = await login([...toFile, ...asFull()], token());
    expect(ran.exitCode).toBe(4);
    expect(ran.stderr).toMatch(words);
    expect(desk.requests).toEqual([]);
    nothingStored();
  });

  test('refuses a user name for the e-mail, and an API token without one', async () => {
    const named = await login([...toFile, '--email', 'maya'], full().token);
    expect(named.exitCode).toBe(4);
    expect(named.stderr).toContain('no user name');
    const without = await login(toFile, full().token);
    expect(without.exitCode).toBe(2);
    expect(without.stderr).toContain('--email');
    expect(desk.requests).toEqual([]);
    nothingStored();
  });

  test('stores nothing of a token that Bitbucket does not know', async () => {
    const wrong = `${full().token.slice(0, -9)}xxxxxxxxx`;
    const ran = await login([...toFile, ...asFull()], wrong);
    expect(ran.exitCode).toBe(4);
    expect(ran.stderr).toMatch(
      /rejects the credentials[\s\S]*Nothing was stored[\s\S]*with scopes/,
    );
    expect(ran.stderr).not.toContain(wrong);
    const short = await login([...toFile, ...asFull()], full().token.slice(0, 100));
    expect(short.stderr).toContain('perhaps a part is missing');
    const access = await login([...toFile, '--workspace', 'acme'], `ATCTT3${'x'.repeat(60)}`);
    expect(access.exitCode).toBe(4);
    nothingStored();
  });

  test('stores nothing without a network, or when something else answers', async () => {
    const closed = { BBX_API_URL: await closedAddress() };
    const ran = await login([...toFile, ...asFull()], full().token, closed);
    expect(ran.exitCode).toBe(5);
    expect(ran.stderr).toMatch(/refuses connections[\s\S]*Nothing was stored/);
    const portal = await httpServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in to the wifi');
    });
    const page = await login([...toFile, ...asFull()], full().token, { BBX_API_URL: portal.url });
    expect(page.exitCode).toBe(5);
    expect(page.stderr).toContain('HTML page');
    const other = await httpServer((_, response) => sendJson(response, { status: 'ok' }));
    const access = ['--workspace', 'acme'];
    for (const [args, token] of [
      [asFull(), full().token],
      [access, desk.sandbox.credentials.accessToken.token],
    ] as const) {
      const odd = await login([...toFile, ...args], token, { BBX_API_URL: other.url });
      expect(odd.exitCode).toBe(5);
      expect(odd.stderr).toContain("none of Bitbucket's");
    }
    nothingStored();
  });

  test('keeps the scopes that a refusal names: such a token is valid', async () => {
    const { email, token } = full();
    const granted = ['read:repository:bitbucket', 'read:pullrequest:bitbucket'];
    const server = await httpServer(({ url }, response) => {
      const required = [
        url.startsWith('/2.0/user/') ? 'read:workspace:bitbucket' : 'read:user:bitbucket',
      ];
      const error = { message: 'Your credentials lack one or more required privilege scopes.' };
      sendJson(
        response,
        { type: 'error', error: { ...error, detail: { granted, required } } },
        403,
      );
    });
    const env = { BBX_API_URL: server.url };
    const ran = await login([...toFile, '--email', email, '--workspace', 'acme'], token, env);
    expect(json(ran)).toMatchObject({ scopes: granted, workspace: 'acme', email });
    expect(settings()).toMatchObject({ profiles: { default: { scopes: granted } } });
  });

  test('does not take any other 403 for a valid token', async () => {
    const server = await httpServer((_, response) => {
      sendJson(response, { type: 'error', error: { message: 'Forbidden' } }, 403);
    });
    const ran = await login([...toFile, ...asFull()], full().token, { BBX_API_URL: server.url });
    expect(ran.exitCode).toBe(4);
    nothingStored();
  });

  test('tries an access token on its workspace or repository, as a Bearer', async () => {
    const { token } = desk.sandbox.credentials.accessToken;
    const ran = await login([...toFile, '--repo', 'acme/infra'], token);
    expect(json(ran)).toMatchObject({
      kind: 'access-token',
      workspace: 'acme',
      repository: 'infra',
    });
    expect(desk.asked).toEqual(['GET /repositories/acme/infra']);
    expect(json(await login([...toFile, '--workspace', 'acme'], token))).not.toHaveProperty(
      'email',
    );
    const nowhere = await login(toFile, token);
    expect(nowhere.exitCode).toBe(2);
    expect(nowhere.stderr).toContain('--workspace WORKSPACE');
    const wrong = await login([...toFile, '--workspace', 'others'], token);
    expect(wrong.exitCode).toBe(3);
    expect((await login([...toFile, '--workspace', '..'], token)).exitCode).toBe(2);
  });

  test('refuses a workspace that the account has not', async () => {
    const ran = await login([...toFile, ...asFull(), '--workspace', 'others'], full().token);
    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).toContain('It has: acme');
    nothingStored();
  });

  test('gives another account another profile, and the same account its own again', async () => {
    const { readOnly } = desk.sandbox.credentials;
    await login([...toFile, ...asFull()], full().token);
    const second = json(await login([...toFile, '--email', readOnly.email], readOnly.token));
    const stem = readOnly.email.split('@')[0];
    expect(second).toHaveProperty('name', stem);
    expect(json(await login([...toFile, ...asFull()], full().token))).toHaveProperty(
      'name',
      'default',
    );
    expect(settings()).toMatchObject({ profile: 'default', profiles: { [`${stem}`]: {} } });
  });

  test('loses nothing when many do it at once', async () => {
    const { readOnly } = desk.sandbox.credentials;
    const both = [full(), readOnly, full(), readOnly];
    const rans = await Promise.all(
      both.map(({ email, token }) => login([...toFile, '--email', email], token)),
    );
    for (const ran of rans) expect(ran.exitCode, ran.stderr).toBe(0);
    const profiles = json(await run(['auth', 'list'], { env: { HOME: home } }));
    expect(profiles).toHaveLength(2);
    for (const { email, token } of [full(), readOnly]) {
      const list = Array.isArray(profiles) ? profiles : [];
      const name = list.find((one) => one.email === email)?.name;
      const printed = await run(['auth', 'token', '--profile', name], { env: { HOME: home } });
      expect(printed.stdout.toString()).toBe(`${token}\n`);
    }
  });

  test('keeps one whole sign-in when two accounts want the same profile at once', async () => {
    const { readOnly } = desk.sandbox.credentials;
    await Promise.all(
      [full(), readOnly].map(({ email, token }) =>
        login([...toFile, '--profile', 'one', '--email', email], token),
      ),
    );
    const ran = await run(['get', '/user'], { env: { HOME: home } });
    expect(ran.exitCode, ran.stderr).toBe(0);
  });

  test('asks for its own file by name, and overwrites no other', async () => {
    const file = join(home, 'notes');
    writeFileSync(file, 'what I know');
    const ran = await login([...asFull(), '--token-file', file], full().token);
    expect(ran.exitCode).toBe(2);
    expect(readFileSync(file, 'utf8')).toBe('what I know');
    const own = join(home, 'own');
    expect(json(await login([...asFull(), '--token-file', own], full().token))).toHaveProperty(
      'token',
      own,
    );
    expect(readFileSync(own, 'utf8')).toBe(`${full().token}\n`);
    const moved = await login([...asFull(), ...toFile], full().token);
    expect(moved.exitCode).toBe(0);
    expect(existsSync(own)).toBe(false);
  });

  test('leaves broken settings as they are, and stores nothing beside them', async () => {
    const folder = join(home, '.config/bbx');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'config.json'), '{"profiles": {');
    const ran = await login([...toFile, ...asFull()], full().token);
    expect(ran.exitCode).toBe(6);
    expect(ran.stderr).toContain('not valid JSON at line 1');
    expect(readdirSync(folder)).toEqual(['config.json']);
    expect(readFileSync(join(folder, 'config.json'), 'utf8')).toBe('{"profiles": {');
    expect(desk.requests).toEqual([]);
  });

  test.each([
    [['--store', 'command'], /needs --token-command/],
    [['--store', 'keychain', '--token-file', 'x'], /no other place/],
    [['--token-command', 'true', '--token-file', 'x'], /no other place/],
    [['--profile', '../x'], /No profile can be called/],
  ])('refuses %j', async (args, words) => {
    const ran = await login([...asFull(), ...args], full().token);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toMatch(words);
  });

  test('refuses to ask where there is no terminal', async () => {
    const ran = await run(['auth', 'login', ...toFile], { env: { HOME: home, ...places() } });
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toMatch(/no terminal[\s\S]*--with-token/);
  });
});

describe('bbx auth login with a command that prints the token', () => {
  test('keeps the command and no token', async () => {
    const file = join(home, 'vault');
    writeFileSync(file, full().token);
    const args = ['auth', 'login', '--token-command', `cat '${file}'`, ...asFull()];
    const ran = await run(args, { env: { HOME: home, ...places() } });
    expect(json(ran)).toMatchObject({ token: 'command' });
    expect(JSON.stringify(settings())).not.toContain(full().token);
    const asked = await run(['get', '/user', '--jq', 'nickname'], { env: { HOME: home } });
    expect(json(asked)).toBe('maya');
    const out = await run(['auth', 'logout', '-o', 'raw'], { env: { HOME: home } });
    expect(out.stdout.toString()).toContain('not kept by bbx');
    expect(existsSync(file)).toBe(true);
  });

  test('that fails says so in its own words, and stores nothing', async () => {
    const args = ['auth', 'login', '--token-command', 'echo no key >&2; exit 3', ...asFull()];
    const ran = await run(args, { env: { HOME: home, ...places() } });
    expect(ran.exitCode).toBe(4);
    expect(ran.stderr).toContain('(exit code 3): no key');
    nothingStored();
  });
});

test('bbx auth login --scopes tells what to tick for what', async () => {
  const ran = await run(['auth', 'login', '--scopes', '-o', 'table'], { env: { HOME: home } });
  const text = ran.stdout.toString();
  expect(text).toContain('https://id.atlassian.com/manage-profile/security/api-tokens');
  expect(text).toMatch(/branches prune +read:repository:bitbucket write:repository:bitbucket/);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  const data = json(await run(['auth', 'login', '--scopes'], { env: { HOME: home } }));
  expect(data).toHaveProperty('scopes.3.scopes', [
    'read:pipeline:bitbucket',
    'write:pipeline:bitbucket',
  ]);
  nothingStored();
});

describe.skipIf(noKeyring)('bbx auth login, into the keychain,', () => {
  let session: SecretSession;
  beforeAll(async () => {
    session = await secretSession('open');
  });
  afterAll(async () => await session.stop());
  const inSession = async (args: readonly string[], stdin?: string, env = {}) =>
    await run(args, { env: { ...session.environment, ...env }, ...(stdin && { stdin }) });

  test('signs in for an almost empty environment, until it signs out', async () => {
    const args = ['auth', 'login', '--with-token', ...asFull()];
    const ran = await inSession(args, full().token, places());
    expect(json(ran)).toMatchObject({ name: 'default', token: 'keychain', workspace: 'acme' });
    const files = readdirSync(session.home, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .map((file) => readFileSync(join(file.parentPath, file.name), 'latin1'));
    expect(files.some((text) => text.includes(full().token))).toBe(false);
    expect(json(await inSession(['get', '/user', '--jq', 'nickname']))).toBe('maya');
    const printed = await inSession(['auth', 'token']);
    expect(printed.stdout.toString()).toBe(`${full().token}\n`);
    expect(json(await inSession(['auth', 'logout']))).toEqual({
      done: true,
      profile: 'default',
      removed: true,
    });
    const after = await inSession(['get', '/user']);
    expect(after.exitCode).toBe(4);
    expect(after.stderr).toContain('bbx auth login');
    expect(json(await inSession(['auth', 'list']))).toEqual([]);
  });

  test('stores no token where there is no folder for the profile', async () => {
    const file = join(session.home, 'no-folder');
    writeFileSync(file, '');
    const args = ['auth', 'login', '--with-token', ...asFull()];
    const ran = await inSession(args, full().token, { ...places(), BBX_CONFIG_DIR: file });
    expect(ran.exitCode).toBe(6);
    expect(ran.stderr).toContain('Nothing can be written');
  });

  test('stores nothing when the keychain is locked and stays so', async () => {
    const locked = await secretSession('open');
    try {
      await locked.lock();
      const ran = await run(['auth', 'login', '--with-token', ...asFull()], {
        stdin: full().token,
        env: { ...locked.environment, ...places() },
      });
      expect(ran.exitCode).toBe(6);
      expect(ran.stderr).toContain('locked');
      nothingStored(locked.home);
    } finally {
      await locked.stop();
    }
  });

  test('takes the token back when the profile cannot be stored', async () => {
    const { readOnly } = desk.sandbox.credentials;
    const folder = join(session.home, 'other');
    const config = join(folder, 'config.json');
    const env = { ...places(), BBX_CONFIG_DIR: folder };
    const args = (email: string) => [
      'auth',
      'login',
      '--with-token',
      '--profile',
      'x',
      '--email',
      email,
    ];
    const token = async () => {
      const profile = {
        api_url: env.BBX_API_URL,
        git_url: env.BBX_GIT_URL,
        kind: 'access-token',
        token: 'keychain',
      };
      rmSync(config);
      writeFileSync(config, JSON.stringify({ profiles: { x: profile } }));
      return await inSession(['auth', 'token', '--profile', 'x'], undefined, env);
    };
    const unwritable = () => {
      rmSync(config, { force: true });
      symlinkSync(join(file, 'config.json'), config);
    };
    const file = join(session.home, 'no-folder-either');
    writeFileSync(file, '');
    mkdirSync(folder);
    unwritable();
    const ran = await inSession(args(full().email), full().token, env);
    expect(ran.exitCode, ran.stderr).toBe(6);
    expect((await token()).stderr).toContain('The keychain has no token for profile x');
    json(await inSession(args(full().email), full().token, env));
    unwritable();
    expect((await inSession(args(readOnly.email), readOnly.token, env)).exitCode).toBe(6);
    expect((await token()).stdout.toString()).toBe(`${full().token}\n`);
  });
});

describe.skipIf(noKeyring)('bbx auth login without a keychain', () => {
  test.each(['no-bus', 'no-provider'] as const)(
    'offers the other ways, in the order of safety, and takes none by itself: %s',
    async (kind) => {
      const session = await secretSession(kind);
      try {
        const ran = await run(['auth', 'login', '--with-token', ...asFull()], {
          stdin: full().token,
          env: { ...session.environment, ...places() },
        });
        expect(ran.exitCode).toBe(6);
        expect(ran.stderr).toMatch(
          /keychain cannot be used[\s\S]*ATLASSIAN_API_TOKEN[\s\S]*--token-command[\s\S]*--store file/,
        );
        expect(Buffer.byteLength(ran.stderr)).toBeLessThan(700);
        expect(desk.requests).toEqual([]);
        nothingStored(session.home);
      } finally {
        await session.stop();
      }
    },
  );
});
