import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/**
 * What a session has: an open keyring, with nobody to ask once it is locked; one with a dialog that
 * nobody answers; none that was ever created; no keyring program; a socket that is served by nobody;
 * no bus.
 */
export type SessionKind =
  | 'open'
  | 'mute-dialog'
  | 'no-keyring'
  | 'no-provider'
  | 'dead-bus'
  | 'no-bus';

/** A D-Bus session of its own with a home of its own. Nothing of the real ones is touched. */
export interface SecretSession {
  readonly home: string;
  /** All that a program needs to live in the session, and nothing else. */
  readonly environment: Readonly<Record<string, string>>;
  /** Locks the keyring, as a screen lock does. */
  lock(): Promise<void>;
  /** The process of the keyring program. */
  readonly keyringPid: number;
  /** Ends all its processes and removes its home. */
  stop(): Promise<void>;
}

const CONFIG = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=SOCKET</listen><auth>EXTERNAL</auth>SERVICES
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`;

/** Starts a session; its bus is at run/bus in its home, where systemd would have it. */
export async function secretSession(kind: SessionKind): Promise<SecretSession> {
  const session = new Session();
  try {
    await session.start(kind);
  } catch (error) {
    await session.stop();
    throw error;
  }
  return session;
}

class Session implements SecretSession {
  readonly home = mkdtempSync(join(tmpdir(), 'bbx-session-'));
  private readonly runtime = join(this.home, 'run');
  private readonly socket = join(this.runtime, 'bus');
  private readonly prompter = join(this.home, 'prompter.pid');
  readonly environment = {
    PATH: process.env.PATH ?? '',
    HOME: this.home,
    XDG_RUNTIME_DIR: this.runtime,
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${this.socket}`,
  };
  private readonly children: ChildProcess[] = [];
  private readonly closers: (() => void)[] = [];

  async start(kind: SessionKind): Promise<void> {
    mkdirSync(this.runtime, { mode: 0o700 });
    if (kind === 'no-bus') return;
    if (kind === 'dead-bus') return await this.listenOnly();
    await this.bus(kind === 'mute-dialog' ? this.waitingPrompter() : '');
    if (kind === 'no-provider') return;
    await this.keyring(kind !== 'no-keyring');
  }

  async lock(): Promise<void> {
    const login = 'array:objpath:/org/freedesktop/secrets/collection/login';
    await this.call(
      'org.freedesktop.secrets',
      '/org/freedesktop/secrets',
      'org.freedesktop.Secret.Service.Lock',
      login,
    );
  }

  get keyringPid(): number {
    return this.children.at(-1)?.pid ?? 0;
  }

  async stop(): Promise<void> {
    for (const close of this.closers) close();
    for (const child of this.children.reverse()) {
      const gone = child.exitCode !== null || child.signalCode !== null || once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
    if (existsSync(this.prompter)) process.kill(Number(readFileSync(this.prompter)), 'SIGKILL');
    rmSync(this.home, { recursive: true, maxRetries: 10 });
  }

  private async listenOnly(): Promise<void> {
    const server = createServer((socket) => {
      this.closers.push(() => socket.destroy());
    });
    this.closers.push(() => server.close());
    await once(server.listen(this.socket), 'listening');
  }

  private async bus(services: string): Promise<void> {
    const config = join(this.home, 'bus.conf');
    writeFileSync(config, CONFIG.replace('SOCKET', this.socket).replace('SERVICES', services));
    this.run('dbus-daemon', [`--config-file=${config}`, '--nofork'], '');
    await until(() => this.owned('org.freedesktop.DBus'));
  }

  /** The program that would show the dialog is started by the bus, and never says a word. */
  private waitingPrompter(): string {
    const folder = join(this.home, 'services');
    const program = join(this.home, 'prompter.sh');
    mkdirSync(folder);
    writeFileSync(program, `echo $$ >'${this.prompter}'\nexec sleep 600\n`);
    const service = `[D-BUS Service]\nName=org.gnome.keyring.SystemPrompter\nExec=/bin/sh ${program}\n`;
    writeFileSync(join(folder, 'prompter.service'), service);
    return `<servicedir>${folder}</servicedir>`;
  }

  private async keyring(unlocked: boolean): Promise<void> {
    const args = ['--foreground', '--components=secrets', ...(unlocked ? ['--unlock'] : [])];
    this.run('gnome-keyring-daemon', args, 'the password of the keyring');
    await until(() => this.owned('org.freedesktop.secrets'));
  }

  private run(program: string, args: string[], input: string): void {
    const stdio = ['pipe', 'ignore', 'ignore'] as const;
    const child = spawn(program, args, { env: this.environment, stdio: [...stdio] });
    child.on('error', () => {});
    child.stdin?.on('error', () => {}).end(input);
    this.children.push(child);
  }

  private async owned(name: string): Promise<boolean> {
    const ask = this.call(
      'org.freedesktop.DBus',
      '/org/freedesktop/DBus',
      'org.freedesktop.DBus.NameHasOwner',
      `string:${name}`,
    );
    return /boolean true/.test(await ask.catch(() => ''));
  }

  private async call(to: string, path: string, method: string, argument: string): Promise<string> {
    const args = ['--session', '--print-reply', `--dest=${to}`, path, method, argument];
    const { stdout } = await promisify(execFile)('dbus-send', args, { env: this.environment });
    return stdout;
  }
}

async function until(ready: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await ready()) return;
    await sleep(25);
  }
  throw new Error('the session did not start');
}
