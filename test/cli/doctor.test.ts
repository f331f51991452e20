import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createPlainServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { bundled } from '../support/bundled.ts';
import { BBX, run } from '../support/cli.ts';
import { type Home, homeForTest } from '../support/home.ts';
import { closedAddress, httpServer, sendJson } from '../support/http-server.ts';
import { lacks } from '../support/needs.ts';
import { sandboxForFile } from '../support/sandbox.ts';
import { type SecretSession, type SessionKind, secretSession } from '../support/secret-service.ts';

const desk = sandboxForFile();
const SETTINGS = '.config/bbx/config.json';
const TOKEN = `ATATT3${'xFfGF0_-='.repeat(20)}ABCDEF`;

type Env = Readonly<Record<string, string | undefined>>;
interface Finding {
  readonly what: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  readonly remedy?: string;
  readonly exit?: number;
}

/** The report, by what was looked at. Every finding that is not ok has a remedy. */
async function doctor(env: Env, cwd?: string) {
  const ran = await run(['doctor', '-o', 'json'], { env, ...(cwd && { cwd }) });
  expect(ran.stderr).toBe('');
  const text = ran.stdout.toString();
  const { findings, exit }: { findings: Finding[]; exit: number } = JSON.parse(text);
  expect(exit).toBe(ran.exitCode);
  for (const { state, remedy } of findings) if (state !== 'ok') expect(remedy).toMatch(/\w/);
  const by = (what: string) => findings.find((one) => one.what === what);
  return { findings, by, exitCode: ran.exitCode, text };
}

describe('bbx doctor', () => {
  test('finds all well in the sandbox, one line each', async () => {
    const { stdout, exitCode } = await run(['doctor'], { env: desk.env });
    expect(exitCode).toBe(0);
    const lines = stdout.toString().split('\n');
    const checks = lines.flatMap(
      (line) => /^(?:ok {2}|warn|FAIL) {2}(.+?) {2}— ./.exec(line)?.[1] ?? [],
    );
    expect(checks).toEqual([
      'Node',
      'bbx',
      'git',
      'git-lfs',
      'keychain',
      'settings',
      'proxy',
      'CA file',
      'DNS',
      'connection',
      'clock',
      'credentials',
      'scopes',
      'git credentials',
      'MCP clients',
    ]);
    expect(stdout.toString()).toContain('from environment, accepted, as Maya Alvarez');
    expect(stdout.toString()).not.toContain(desk.sandbox.credentials.full.token);
  });

  test('changes nothing: it only reads', async () => {
    const home = homeForTest();
    await doctor({ ...desk.env, HOME: home.path });
    expect(desk.requests.every(({ method }) => method === 'GET')).toBe(true);
    expect(execFileSync('find', [home.path, '-type', 'f'], { encoding: 'utf8' })).toBe('');
  });

  test('warns of scopes that reading lacks', async () => {
    const { token } = desk.sandbox.credentials.noPullRequests;
    const { by, exitCode } = await doctor({ ...desk.env, ATLASSIAN_API_TOKEN: token });
    expect(by('scopes')).toMatchObject({
      state: 'warn',
      detail: 'the token lacks read:pullrequest:bitbucket for reading',
    });
    expect(exitCode).toBe(0);
  });

  test('is 4 without credentials, and with rejected ones', async () => {
    const without = await doctor({ BBX_API_URL: desk.sandbox.url });
    expect(without.exitCode).toBe(4);
    expect(without.by('credentials')).toMatchObject({ state: 'fail', exit: 4 });
    const wrong = await doctor({ ...desk.env, ATLASSIAN_API_TOKEN: TOKEN });
    expect(wrong.exitCode).toBe(4);
    expect(wrong.by('credentials')?.detail).toContain('Bitbucket rejects the credentials');
    expect(wrong.text).not.toContain(TOKEN);
  });

  test('is 5 when nobody answers, and blames nothing else for it', async () => {
    const { findings, exitCode } = await doctor({
      ...desk.env,
      BBX_API_URL: await closedAddress(),
    });
    expect(exitCode).toBe(5);
    const failed = findings.filter(({ state }) => state === 'fail');
    expect(failed).toMatchObject([
      { what: 'connection', detail: expect.stringContaining('refuses') },
    ]);
  });

  test('warns of a clock that is wrong', async () => {
    const { url } = await httpServer((_, response) => {
      response.setHeader('date', new Date(Date.now() + 3_600_000).toUTCString());
      sendJson(response, { account_id: '1', display_name: 'Eve\u001b[2J' });
    });
    const { by, exitCode } = await doctor({ ...desk.env, BBX_API_URL: url });
    expect(by('clock')).toMatchObject({ state: 'warn', detail: "60 minutes behind Bitbucket's" });
    expect(exitCode).toBe(0);
    const { stdout } = await run(['doctor'], { env: { ...desk.env, BBX_API_URL: url } });
    expect(stdout.toString()).toContain('as Eve^[[2J');
    expect(stdout.toString()).not.toContain('\u001b');
  });

  test('gives up a server that never answers', async () => {
    const { url } = await httpServer(() => undefined);
    const { by, exitCode } = await doctor({ ...desk.env, BBX_API_URL: url });
    expect(exitCode).toBe(5);
    for (const what of ['clock', 'credentials']) {
      expect(by(what)).toMatchObject({
        state: 'fail',
        detail: expect.stringMatching(/within 5 s/),
      });
    }
  });

  test('is 6 with torn settings, and looks at the rest', async () => {
    const home = homeForTest();
    home.put(SETTINGS, '{"profiles": {');
    const torn = await doctor({ HOME: home.path, BBX_API_URL: desk.sandbox.url });
    expect(torn.exitCode).toBe(6);
    expect(torn.by('settings')).toMatchObject({
      state: 'fail',
      detail: expect.stringContaining('not valid JSON at line 1, column'),
    });
    expect(torn.by('credentials')).toMatchObject({ state: 'warn', skipped: 'settings' });
    const { by, exitCode } = await doctor({ ...desk.env, HOME: home.path });
    expect(exitCode).toBe(6);
    expect(by('credentials')?.state).toBe('ok');
  });

  test('warns of settings that others may change', async () => {
    const home = homeForTest();
    const path = home.put(SETTINGS, {});
    execFileSync('chmod', ['666', path]);
    const { by } = await doctor({ ...desk.env, HOME: home.path });
    expect(by('settings')).toMatchObject({ state: 'warn', remedy: `Run: chmod 600 '${path}'` });
  });

  test('is 6 without git, and says so', async () => {
    const home = homeForTest();
    const { by, exitCode } = await doctor({ ...desk.env, PATH: home.path });
    expect(exitCode).toBe(6);
    expect(by('git')).toMatchObject({ state: 'fail', detail: 'git is not installed.' });
  });

  test('is 2 when the profile that was asked for is not there', async () => {
    const { exitCode } = await run(['doctor', '--profile', 'nobody'], { env: desk.env });
    expect(exitCode).toBe(2);
  });
});

/** Listens until the test is over. */
async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('the network', () => {
  const api = 'https://127.0.0.1:9';

  test('has a proxy that refuses, which is named without its password', async () => {
    const server = createServer();
    server.on('connect', (_, socket) => socket.end('HTTP/1.1 407 Login\r\n\r\n'));
    const proxy = `127.0.0.1:${await listening(server)}`;
    const HTTPS_PROXY = `http://me:secretword@${proxy}`;
    const { by, text, exitCode } = await doctor({ ...desk.env, BBX_API_URL: api, HTTPS_PROXY });
    expect(by('proxy')?.detail).toBe(
      `The proxy http://${proxy} refuses a tunnel to 127.0.0.1:9 (HTTP 407).`,
    );
    expect(by('connection')).toMatchObject({ state: 'warn', skipped: 'proxy' });
    expect(text).not.toContain('secretword');
    expect(exitCode).toBe(5);
  });

  test('has a proxy that is none', async () => {
    const server = createPlainServer((socket) => socket.end('SSH-2.0-x\r\n'));
    const HTTPS_PROXY = `http://127.0.0.1:${await listening(server)}`;
    const { by } = await doctor({ ...desk.env, BBX_API_URL: api, HTTPS_PROXY });
    expect(by('proxy')?.detail).toContain('does not speak HTTP');
    const odd = await doctor({ ...desk.env, HTTPS_PROXY: 'me:secretword@x' });
    expect(odd.by('proxy')).toMatchObject({ state: 'fail', exit: 6 });
    expect(odd.text).not.toContain('secretword');
  });

  test('has a CA file that cannot be read, or is none', async () => {
    const home = homeForTest();
    const absent = await doctor({ ...desk.env, BBX_CA_FILE: join(home.path, 'no.pem') });
    expect(absent.by('CA file')).toMatchObject({ state: 'fail', exit: 6 });
    const none = await doctor({ ...desk.env, BBX_CA_FILE: home.put('ca.pem', 'hello') });
    expect(none.by('CA file')?.detail).toContain('holds no certificate');
  });

  test.skipIf(lacks('openssl'))(
    'has a certificate that is not trusted, until its CA is',
    async () => {
      const home = homeForTest();
      const [key, cert] = [join(home.path, 'key.pem'), join(home.path, 'cert.pem')];
      const name = [
        '-subj',
        '/O=Acme Inspection/CN=localhost',
        '-addext',
        'subjectAltName=IP:127.0.0.1',
      ];
      const kind = [
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '30',
      ];
      const args = ['req', '-x509', ...kind, ...name, '-keyout', key, '-out', cert];
      execFileSync('openssl', args, { stdio: 'ignore' });
      const options = { key: readFileSync(key), cert: readFileSync(cert) };
      const server = createSecureServer(options, (_, response) => {
        sendJson(response, { account_id: '1', display_name: 'Eve' });
      });
      const env = { ...desk.env, BBX_API_URL: `https://127.0.0.1:${await listening(server)}` };
      const { by, exitCode } = await doctor(env);
      expect(exitCode).toBe(5);
      expect(by('connection')).toMatchObject({
        state: 'fail',
        detail: expect.stringContaining('certificate by Acme Inspection'),
        remedy: expect.stringContaining('bbx config set ca_file'),
      });
      const trusted = await doctor({ ...env, BBX_CA_FILE: cert });
      expect(trusted.by('connection')).toMatchObject({ state: 'ok' });
      expect(trusted.by('credentials')).toMatchObject({ state: 'ok' });
      server.closeAllConnections();
    },
  );
});

describe('who answers git', () => {
  const withConfig = async (config: string) => {
    const home = homeForTest();
    home.put('.gitconfig', config);
    const { by } = await doctor({ HOME: home.path, BBX_API_URL: await closedAddress() });
    return by('git credentials');
  };
  const bbx = `helper = "!'${process.execPath}' '${BBX}' auth git-credential"`;

  test('is bbx', async () => {
    const found = await withConfig(`[credential "https://bitbucket.org"]\nhelper =\n${bbx}\n`);
    expect(found).toMatchObject({ state: 'ok', detail: 'bbx answers git for bitbucket.org' });
  });

  test('is another one, before bbx or instead of it', async () => {
    const store = '[credential]\nhelper = "store --file=secretword"\n';
    const before = await withConfig(`${store}[credential "https://bitbucket.org"]\n${bbx}\n`);
    expect(before).toMatchObject({
      state: 'warn',
      detail: expect.stringContaining('store for bitbucket.org before bbx'),
    });
    const instead = await withConfig(store);
    expect(instead).toMatchObject({
      state: 'warn',
      detail: 'git asks store for bitbucket.org, not bbx',
    });
    expect(await withConfig('')).toMatchObject({
      state: 'warn',
      remedy: 'Run: bbx auth setup-git',
    });
  });

  test('is a bbx that has gone', async () => {
    const gone = `helper = "!'/nonexistent/node' '${BBX}' auth git-credential"`;
    const found = await withConfig(`[credential "https://bitbucket.org"]\nhelper =\n${gone}\n`);
    expect(found?.detail).toContain('from /nonexistent/node, which is not there');
  });
});

describe('the MCP clients', () => {
  const ask = async (fill: (home: Home) => void, cwd = '') => {
    const home = homeForTest();
    fill(home);
    mkdirSync(join(home.path, cwd), { recursive: true });
    const env = { HOME: home.path, BBX_API_URL: await closedAddress() };
    const { findings, text } = await doctor(env, join(home.path, cwd));
    expect(text).not.toContain(TOKEN);
    return findings.filter(({ what }) => what.startsWith('MCP'));
  };
  const server = { command: BBX, args: ['mcp'] };

  test('are each named, with the file where bbx stands', async () => {
    const mcpServers = { bbx: server, other: { command: 'npx', args: ['files', '/home/me/bbx'] } };
    const found = await ask((home) => {
      home.put('.claude.json', { projects: { '/x': { mcpServers } } });
      home.put('.config/Claude/claude_desktop_config.json', { mcpServers });
      home.put('.cursor/mcp.json', { mcpServers });
      home.put('.config/Code/User/mcp.json', { servers: mcpServers });
      home.put('.codeium/windsurf/mcp_config.json', { mcpServers });
      home.put('.codex/config.toml', `[mcp_servers.bbx]\ncommand = "${BBX}"\nargs = ["mcp"]\n`);
      home.put('.gemini/settings.json', { mcpServers });
      home.put('.copilot/mcp-config.json', { mcpServers });
      home.put('.config/opencode/opencode.json', { mcp: { b: { command: [BBX, 'mcp'] } } });
    });
    expect(found.map(({ what, state }) => `${state} ${what}`)).toEqual([
      'ok MCP: Claude Code',
      'ok MCP: Claude Desktop',
      'ok MCP: Cursor',
      'ok MCP: VS Code',
      'ok MCP: Windsurf',
      'ok MCP: Codex',
      'ok MCP: Gemini CLI',
      'ok MCP: Copilot CLI',
      'ok MCP: opencode',
    ]);
    expect(found[0]?.detail).toMatch(/^server "bbx" in .*\.claude\.json is configured/);
  });

  test('of this folder are looked at as well', async () => {
    const put = (home: Home) => home.put('work/.vscode/mcp.json', { servers: { bbx: server } });
    expect(await ask(put, 'work')).toMatchObject([{ what: 'MCP: VS Code', state: 'ok' }]);
  });

  const one = (more: object) => (home: Home) =>
    void home.put('.cursor/mcp.json', { mcpServers: { bbx: { ...server, ...more } } });

  test.each([
    ['starts /nonexistent/bbx, which is not there', { command: '/nonexistent/bbx' }],
    ['starts bbx, which is not there', { command: 'bbx' }],
    ['without its argument mcp', { args: [] }],
    ['starts another command of bbx', { args: ['mcp', 'uninstall'] }],
    ['in one word', { command: `${BBX} mcp`, args: [] }],
    ['a token in clear (ATLASSIAN_API_TOKEN)', { env: { ATLASSIAN_API_TOKEN: TOKEN } }],
    ['a token in clear (OTHER_NAME)', { env: { OTHER_NAME: TOKEN } }],
    ['a token in clear (in its arguments)', { args: ['mcp', '--x', TOKEN] }],
  ])('are warned of: %s', async (words, more) => {
    const [found] = await ask(one(more));
    expect(found).toMatchObject({ state: 'warn', detail: expect.stringContaining(words) });
  });

  test('are said not to start with a setting that there is not', async () => {
    const [found] = await ask((home) => {
      one({})(home);
      home.put('.config/bbx/config.json', { mcp: { readonly: true } });
    });
    expect(found).toMatchObject({ what: 'MCP settings', state: 'warn' });
    expect(found?.detail).toContain('mcp.readonly');
  });

  test('may name a variable that holds the token', async () => {
    for (const value of ['$BITBUCKET', `\${env:BITBUCKET}`, '{env:BITBUCKET}', '']) {
      const found = await ask(one({ env: { BITBUCKET_ACCESS_TOKEN: value } }));
      expect(found).toMatchObject([{ state: 'ok' }]);
    }
  });

  test('may have a broken file, which is not quoted', async () => {
    const found = await ask((home) => home.put('.cursor/mcp.json', `{"bbx": "${TOKEN}",,`));
    expect(found).toMatchObject([
      { state: 'warn', detail: expect.stringContaining('not valid JSON') },
    ]);
  });
});

const without = process.platform !== 'linux' || lacks('gnome-keyring');

describe.skipIf(without)('the keychain', () => {
  async function inSession(kind: SessionKind, work: (session: SecretSession) => Promise<void>) {
    const session = await secretSession(kind);
    try {
      await work(session);
    } finally {
      await session.stop();
    }
  }
  const env = ({ environment }: SecretSession) => ({ ...desk.env, ...environment });

  const profile = () =>
    ({ kind: 'access-token', token: 'keychain', api_url: desk.sandbox.url }) as const;
  const settings = ({ home }: SecretSession) => {
    mkdirSync(join(home, '.config/bbx'), { recursive: true });
    writeFileSync(join(home, SETTINGS), JSON.stringify({ profiles: { work: profile() } }));
  };

  test.each(['open', 'mute-dialog'] as const)(
    'is locked in a session that is %s, and nobody is asked to open it',
    async (kind) => {
      await inSession(kind, async (session) => {
        settings(session);
        const script = await bundled(new URL('../core/auth/secret-script.ts', import.meta.url));
        const named = JSON.stringify({ name: 'work', profile: profile() });
        await script.run(
          ['store', named, desk.sandbox.credentials.accessToken.token],
          session.environment,
        );
        script.remove();
        const open = await doctor(session.environment);
        expect(open.by('keychain')).toMatchObject({
          state: 'ok',
          detail: 'Secret Service, open, 1 token of bbx',
        });
        expect(open.by('credentials')?.detail).toMatch(/^from keychain \(profile work\), accepted/);
        await session.lock();
        const { by, exitCode } = await doctor(session.environment);
        expect(exitCode).toBe(6);
        expect(by('keychain')?.detail).toContain('it is locked');
        expect(by('credentials')).toMatchObject({ state: 'warn', skipped: 'keychain' });
        expect(existsSync(join(session.home, 'prompter.pid'))).toBe(false);
      });
    },
  );

  test.each(['no-bus', 'no-provider', 'dead-bus'] as const)(
    'is a warning where it is %s and no profile needs it, else 6',
    async (kind) => {
      await inSession(kind, async (session) => {
        expect(await doctor(env(session))).toMatchObject({ exitCode: 0 });
        settings(session);
        const { by, exitCode } = await doctor(session.environment);
        expect(exitCode).toBe(6);
        expect(by('keychain')?.state).toBe('fail');
        expect(by('credentials')).toMatchObject({ state: 'warn', skipped: 'keychain' });
      });
    },
  );
});
