import { type SpawnOptionsWithoutStdio, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../support/cli.ts';
import { type Ended, ended } from '../support/git-desk.ts';
import { called, PROGRAM } from '../support/mcp.ts';
import { lacks } from '../support/needs.ts';
import { sandboxForFile } from '../support/sandbox.ts';
import { type SecretSession, secretSession } from '../support/secret-service.ts';
import { type SecretWatch, watchForSecret } from '../support/secret-watch.ts';

const desk = sandboxForFile();
const without = process.platform !== 'linux' || lacks('gnome-keyring') || lacks('git');

/** Where the token lies is nowhere said: what each program is started with finds it by itself. */
class Person {
  readonly session: SecretSession;
  readonly env: Readonly<Record<string, string>>;
  readonly work: string;

  /**
   * The environment is what Codex, Gemini and the SDK's clients hand on, and XDG_RUNTIME_DIR, under
   * which a test has a D-Bus session of its own; on a desktop without that variable the session is
   * found at /run/user/UID/bus.
   */
  constructor(session: SecretSession) {
    this.session = session;
    this.work = join(session.home, 'work');
    const temporary = join(session.home, 'tmp');
    for (const folder of [this.work, temporary]) mkdirSync(folder);
    this.env = {
      HOME: session.home,
      PATH: process.env.PATH ?? '',
      LANG: 'C.UTF-8',
      SHELL: '/bin/sh',
      TERM: 'xterm',
      TMPDIR: temporary,
      XDG_RUNTIME_DIR: session.environment.XDG_RUNTIME_DIR ?? '',
    };
  }

  async bbx(args: readonly string[], stdin?: string, more: Readonly<Record<string, string>> = {}) {
    const env = { ...this.env, ...more };
    const ran = await run(args, { env, cwd: this.work, ...(stdin !== undefined && { stdin }) });
    return { code: ran.exitCode, stdout: ran.stdout.toString(), stderr: ran.stderr };
  }

  /** git as the person calls it; nobody is there to type. */
  git(args: readonly string[], cwd = this.work): Promise<Ended> {
    const env = { ...this.env, GIT_TERMINAL_PROMPT: '0' };
    const options: SpawnOptionsWithoutStdio = { cwd, env };
    return ended(
      spawn('git', ['-c', 'user.name=Maya', '-c', 'user.email=m@x.org', ...args], options),
    );
  }

  /** The addresses are named once, here; the profile remembers them. */
  async login() {
    const { email, token } = desk.sandbox.credentials.full;
    const { BBX_API_URL = '', BBX_GIT_URL = '' } = desk.env;
    const args = ['auth', 'login', '--with-token', '--email', email, '--workspace', 'acme'];
    return await this.bbx(args, `${token}\n`, { BBX_API_URL, BBX_GIT_URL });
  }

  /** Asks a server as an agent does, in the default environment of the SDK's transport. */
  async agent(tool: string, input: Record<string, unknown>) {
    const { HOME = '', TMPDIR = '', XDG_RUNTIME_DIR = '' } = this.env;
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [PROGRAM, 'mcp'],
      env: { HOME, TMPDIR, XDG_RUNTIME_DIR },
      cwd: this.work,
      stderr: 'pipe',
    });
    let stderr = '';
    transport.stderr?.on('data', (chunk) => {
      stderr += chunk;
    });
    const client = new Client({ name: 'agent', version: '1' });
    await client.connect(transport);
    try {
      const answer = await client.callTool({ name: tool, arguments: input });
      const said = JSON.stringify([client.getInstructions(), answer]);
      return { ...called(answer), said, stderr };
    } finally {
      await client.close();
    }
  }
}

const fine = <Result extends { code: number | null; stderr: string }>(result: Result): Result => {
  expect(result.code, result.stderr).toBe(0);
  return result;
};

describe.skipIf(without)('after one sign-in, in an almost empty environment,', () => {
  let person: Person;
  beforeAll(async () => {
    person = new Person(await secretSession('open'));
    fine(await person.login());
  });
  afterAll(() => person.session.stop());
  const nickname = async () => await person.bbx(['get', '/user', '--jq', 'nickname', '-o', 'raw']);

  test('the shell works', async () => {
    expect(fine(await nickname()).stdout).toBe('maya\n');
    expect(desk.asked).toEqual(['GET /user']);
  });

  test('an agent works', async () => {
    const { text, isError } = await person.agent('bb_get', { path: '/user', jq: 'nickname' });
    expect([text, isError]).toEqual(['maya', false]);
  });

  test('git works in a clone that bbx made', async () => {
    fine(await person.bbx(['clone', 'frontend']));
    const clone = join(person.work, 'frontend');
    fine(await person.git(['pull'], clone));
    writeFileSync(join(clone, 'new.txt'), 'new\n');
    fine(await person.git(['add', 'new.txt'], clone));
    fine(await person.git(['commit', '-qm', 'Add a file'], clone));
    fine(await person.git(['push'], clone));
  });

  test('git works everywhere after setup-git, and not after --undo', async () => {
    const address = `${desk.sandbox.gitUrl}/acme/infra.git`;
    const clone = (name: string) => person.git(['clone', '-q', address, name]);
    expect((await clone('before')).code).not.toBe(0);
    fine(await person.bbx(['auth', 'setup-git']));
    fine(await clone('after'));
    fine(await person.git(['pull'], join(person.work, 'after')));
    fine(await person.bbx(['auth', 'setup-git', '--undo']));
    expect((await person.git(['pull'], join(person.work, 'after'))).code).not.toBe(0);
    expect(readFileSync(join(person.session.home, '.gitconfig'), 'utf8')).toBe('');
  });

  test('without a D-Bus session each door says what is absent', async () => {
    const nowhere = { XDG_RUNTIME_DIR: person.work };
    const { code, stderr } = await person.bbx(['get', '/user'], undefined, nowhere);
    expect(code).toBe(6);
    expect(stderr).toContain('there is no D-Bus session here');
    const question = `protocol=http\nhost=${new URL(desk.sandbox.gitUrl).host}\n\n`;
    const asked = await person.bbx(['auth', 'git-credential', 'get'], question, nowhere);
    expect(asked).toMatchObject({ code: 0, stdout: '' });
    expect(asked.stderr).toMatch(/^bbx: [^\n]*no D-Bus session[^\n]*\n$/);
  });
});

describe.skipIf(without)('when the keyring is locked', () => {
  test('git and the shell say so, each in its way, and nobody waits', async () => {
    const person = new Person(await secretSession('open'));
    try {
      fine(await person.login());
      fine(await person.bbx(['clone', 'infra']));
      await person.session.lock();
      const pulled = await person.git(['pull'], join(person.work, 'infra'));
      expect(pulled.code).not.toBe(0);
      expect(pulled.stderr).toMatch(/^bbx: [^\n]*it is locked[^\n]*\n/);
      const got = await person.bbx(['get', '/user']);
      expect(got.code).toBe(6);
      expect(got.stderr).toContain('it is locked');
    } finally {
      await person.session.stop();
    }
  });
});

describe.skipIf(without)('over a whole session', () => {
  let person: Person;
  let watch: SecretWatch;
  beforeAll(async () => {
    person = new Person(await secretSession('open'));
    const { email, token } = desk.sandbox.credentials.full;
    watch = watchForSecret(email, token, person.session.home);
  });
  afterAll(async () => {
    await watch.stop();
    await person.session.stop();
  });

  const step = async (name: string, doing: Promise<Ended>) => {
    const { stdout, stderr } = fine(await doing);
    watch.text(`stdout of ${name}`, stdout);
    watch.text(`stderr of ${name}`, stderr);
    watch.look();
  };
  const bbx = (...args: string[]) => step(args.join(' '), person.bbx(args));

  // Some thirty programs, one after the other.
  const LONG = 120_000;

  test('the token is nowhere but in the keychain', { timeout: LONG }, async () => {
    await step('login', person.login());
    await bbx('auth', 'status', '--json');
    await bbx('auth', 'list');
    await bbx('get', '/user', '--debug');
    await bbx('clone', 'frontend');
    const clone = join(person.work, 'frontend');
    const git = (...args: string[]) => step(`git ${args[0]}`, person.git(args, clone));
    await git('pull');
    writeFileSync(join(clone, 'other.txt'), 'other\n');
    await git('add', 'other.txt');
    await git('commit', '-qm', 'Add a file');
    await git('push');
    await bbx('auth', 'setup-git');
    const address = `${desk.sandbox.gitUrl}/acme/infra.git`;
    await step('git clone', person.git(['clone', address, 'plain']));
    const { said, stderr, isError } = await person.agent('bb_get', { path: '/user' });
    expect(isError).toBe(false);
    watch.text('answers to the agent', said);
    watch.text('stderr of the agent’s server', stderr);
    const keyring = join(person.session.home, '.local/share/keyrings/login.keyring');
    expect(existsSync(keyring)).toBe(true);
    await bbx('auth', 'logout');
    expect((await person.bbx(['get', '/user'])).code).toBe(4);
    watch.look();
    expect([...watch.found]).toEqual([]);
    expect([...watch.files]).toContain(keyring);
    expect([...watch.files]).toContain(join(person.session.home, '.config/bbx/config.json'));
    const programs = [...watch.programs].join('\n');
    for (const name of [
      /^git /m,
      /bbx\.js auth login/,
      /bbx\.js mcp/,
      /bbx\.js get/,
      /gnome-keyring/,
    ])
      expect(programs).toMatch(name);
    const signed = desk.requests.filter(({ headers }) => headers.authorization !== undefined);
    expect(signed.length).toBeGreaterThan(8);
  });

  test('and would have been seen in a file, an argument, an environment or a line', async () => {
    const { token } = desk.sandbox.credentials.full;
    writeFileSync(
      join(person.work, 'leak.txt'),
      `x${Buffer.from(`ab${token}`).toString('base64')}`,
    );
    watch.text('a line', `?t=${encodeURIComponent(token)}`);
    const idle = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)', token], {
      env: { ...person.env, T: token },
    });
    try {
      const seen = () => [...watch.found].join('\n');
      await expect.poll(seen).toMatch(/environment of .*setTimeout/);
      for (const place of [/file .*leak\.txt/, /a line/, /arguments of .*setTimeout/])
        await expect.poll(seen).toMatch(place);
    } finally {
      idle.kill('SIGKILL');
    }
  });
});
