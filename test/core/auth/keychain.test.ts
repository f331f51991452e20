import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundled, type Script } from '../../support/bundled.ts';
import { lacks } from '../../support/needs.ts';
import {
  type SecretSession,
  type SessionKind,
  secretSession,
} from '../../support/secret-service.ts';

const SCRIPT = new URL('keychain-script.ts', import.meta.url);
const ACCOUNT = 'default@https://api.bitbucket.org';
const TOKEN = `ATATT3${'xFfGF0_-='.repeat(20)}ABCDEF`;

let script: Script;
beforeAll(async () => {
  script = await bundled(SCRIPT);
});
afterAll(() => script.remove());

async function ask(session: SecretSession, args: readonly string[], more = {}) {
  const { stdout, stderr, signal } = await script.run(args, { ...session.environment, ...more });
  return { ...JSON.parse(stdout || '{}'), stderr, signal };
}

async function inSession(kind: SessionKind, work: (session: SecretSession) => Promise<void>) {
  const session = await secretSession(kind);
  try {
    await work(session);
  } finally {
    await session.stop();
  }
}

const without = process.platform !== 'linux' || lacks('gnome-keyring');

describe.skipIf(without)('an open keyring', () => {
  let session: SecretSession;
  beforeAll(async () => {
    session = await secretSession('open');
  });
  afterAll(() => session.stop());

  test('keeps a token until it is deleted', async () => {
    expect(await ask(session, ['get', ACCOUNT])).toMatchObject({ value: null });
    expect(await ask(session, ['set', ACCOUNT, TOKEN])).toMatchObject({ value: null });
    expect(await ask(session, ['get', ACCOUNT])).toMatchObject({ value: TOKEN, stderr: '' });
    expect(await ask(session, ['list'])).toMatchObject({ value: [ACCOUNT] });
    expect(await ask(session, ['delete', ACCOUNT])).toMatchObject({ value: true });
    expect(await ask(session, ['delete', ACCOUNT])).toMatchObject({ value: false });
    expect(await ask(session, ['list'])).toMatchObject({ value: [] });
  });

  test('keeps accounts apart and puts the new token in place of the old', async () => {
    const other = 'work@http://127.0.0.1:7990';
    await ask(session, ['set', ACCOUNT, 'first']);
    await ask(session, ['set', other, 'second']);
    await ask(session, ['set', ACCOUNT, 'third']);
    expect(await ask(session, ['get', ACCOUNT])).toMatchObject({ value: 'third' });
    expect(await ask(session, ['get', other])).toMatchObject({ value: 'second' });
    for (const account of [ACCOUNT, other]) await ask(session, ['delete', account]);
  });

  test('is the Secret Service itself, which other programs see', async () => {
    await ask(session, ['set', ACCOUNT, TOKEN]);
    const found = execFileSync(
      'dbus-send',
      [
        '--session',
        '--print-reply',
        '--dest=org.freedesktop.secrets',
        '/org/freedesktop/secrets',
        'org.freedesktop.Secret.Service.SearchItems',
        `dict:string:string:service,bbx,username,${ACCOUNT}`,
      ],
      { env: session.environment, encoding: 'utf8' },
    );
    expect(found).toMatch(/object path "\/org\/freedesktop\/secrets\/collection\/login\/\d+"/);
    await ask(session, ['delete', ACCOUNT]);
  });

  test('is found by a program that was started with an almost empty environment', async () => {
    const { PATH, HOME, XDG_RUNTIME_DIR } = session.environment;
    const few = { PATH: `${PATH}`, HOME: `${HOME}`, XDG_RUNTIME_DIR: `${XDG_RUNTIME_DIR}` };
    const { stdout } = await script.run(['set', ACCOUNT, TOKEN], few);
    expect(JSON.parse(stdout)).toEqual({ value: null });
    expect(await ask(session, ['get', ACCOUNT])).toMatchObject({ value: TOKEN });
    await ask(session, ['delete', ACCOUNT]);
  });
});

describe.skipIf(without)('a keychain that cannot be used says why', () => {
  const cases: readonly (readonly [SessionKind, string, string])[] = [
    ['no-bus', 'get', 'there is no D-Bus session here'],
    ['no-provider', 'get', 'nothing on this D-Bus session keeps secrets'],
    ['no-provider', 'list', 'nothing on this D-Bus session keeps secrets'],
    ['no-keyring', 'set', 'no keyring has been created yet'],
    ['dead-bus', 'get', 'it did not answer in time'],
  ];
  test.each(cases)('%s, %s', async (kind, verb, words) => {
    await inSession(kind, async (session) => {
      const error = await ask(session, [verb, ACCOUNT, TOKEN]);
      expect(error).toMatchObject({ code: 'KEYCHAIN_UNAVAILABLE', signal: null, stderr: '' });
      expect(error.message).toContain(words);
      expect(error.hint).toMatch(/ATLASSIAN_API_TOKEN.*token_command.*mode 0600/);
      expect(`${error.message}${error.hint}`.length).toBeLessThan(600);
      expect(JSON.stringify(error)).not.toContain(TOKEN);
    });
  });

  test.each(['get', 'set', 'delete', 'list'])('locked, %s', async (verb) => {
    await inSession('open', async (session) => {
      await ask(session, ['set', ACCOUNT, TOKEN]);
      await session.lock();
      const error = await ask(session, [verb, ACCOUNT, TOKEN]);
      expect(error).toMatchObject({ code: 'KEYCHAIN_UNAVAILABLE', signal: null });
      expect(error.message).toContain('it is locked');
    });
  });

  test('a keyring that was never created has no token', async () => {
    await inSession('no-keyring', async (session) => {
      expect(await ask(session, ['get', ACCOUNT])).toMatchObject({ value: null });
    });
  });

  test('no answer from a keyring that stands still', async () => {
    await inSession('open', async (session) => {
      process.kill(session.keyringPid, 'SIGSTOP');
      const error = await ask(session, ['get', ACCOUNT]);
      expect(error.message).toContain('it did not answer in time');
    });
  });

  test('no answer to a call that cannot be taken back, which must not hold the exit', async () => {
    await inSession('open', async (session) => {
      const freeze = { KEYCHAIN_FREEZE: `${session.keyringPid}`, KEYCHAIN_TIMEOUT: '1000' };
      const error = await ask(session, ['get', ACCOUNT], freeze);
      expect(error.message).toContain('it did not answer in time');
      expect(error.signal).toBe('SIGKILL');
    });
  });

  test('no package for this machine', async () => {
    const alone = await bundled(SCRIPT, false);
    await inSession('no-provider', async (session) => {
      const { stdout } = await alone.run(['get', ACCOUNT], session.environment);
      expect(JSON.parse(stdout).message).toContain('the package @napi-rs/keyring has no part');
    }).finally(alone.remove);
  });
});

describe.skipIf(without)('a dialog that nobody answers', () => {
  const locked = (work: (session: SecretSession) => Promise<void>) =>
    inSession('mute-dialog', async (session) => {
      await ask(session, ['set', ACCOUNT, TOKEN]);
      await session.lock();
      await work(session);
    });

  test.each(['get', 'set', 'delete'])(
    '%s ends when its time is over, and the program with it',
    (verb) =>
      locked(async (session) => {
        const error = await ask(session, [verb, ACCOUNT, TOKEN], { KEYCHAIN_TIMEOUT: '1500' });
        expect(error).toMatchObject({ code: 'KEYCHAIN_UNAVAILABLE', signal: null });
        expect(error.message).toContain('it did not answer in time');
      }),
  );

  test('^C ends it', () =>
    locked(async (session) => {
      const error = await ask(session, ['get', ACCOUNT], { KEYCHAIN_ABORT: '1000' });
      expect(error).toMatchObject({ code: 'CANCELLED', signal: null });
    }));

  test('nothing waits on when bbx is killed', () =>
    locked(async (session) => {
      const killed = ask(session, ['get', ACCOUNT]);
      await expect.poll(() => nodesIn(session.home)).toHaveLength(2);
      const parent = nodesIn(session.home).find(({ line }) => line.includes('script.mjs'));
      process.kill(Number(parent?.pid), 'SIGKILL');
      expect((await killed).signal).toBe('SIGKILL');
      await expect.poll(() => nodesIn(session.home)).toHaveLength(0);
    }));
});

/** The processes of node that live in a session. */
function nodesIn(home: string): { pid: string; line: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const read = (file: string) => readFileSync(`/proc/${pid}/${file}`, 'utf8');
      try {
        if (!read('environ').includes(`HOME=${home}\0`)) return [];
        const line = read('cmdline');
        return line.includes('node') ? [{ pid, line }] : [];
      } catch {
        return [];
      }
    });
}
