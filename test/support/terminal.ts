import { execFile } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { BBX } from './cli.ts';

const call = promisify(execFile);

/** A shell on a real terminal, in which `bbx` is the program. */
export interface TerminalDesk {
  /** Presses keys, by tmux's names ("Enter", "C-c") or single letters. */
  readonly press: (...keys: string[]) => Promise<void>;
  /** Types a text, letter by letter, whatever is in it (a token may begin with a dash). */
  readonly type: (text: string) => Promise<void>;
  /** Types a command and Enter. */
  readonly enter: (command: string) => Promise<void>;
  /** Types a command, waits until it has ended, and gives its exit code and what is on the screen. */
  readonly run: (command: string) => Promise<{ exitCode: number; screen: string }>;
  /** Waits until a command that was entered has ended; its exit code. */
  readonly ended: () => Promise<number>;
  /** Waits until the screen shows something, and gives it. */
  readonly until: (words: RegExp) => Promise<string>;
  /** Makes the terminal another size, in columns and rows. */
  readonly resize: (width: number, height: number) => Promise<void>;
  /** Everything that was written to the terminal, byte for byte. */
  readonly written: () => string;
}

/** Opens a terminal in a tmux of its own, which ends with the test. */
export async function openTerminal(
  env: Readonly<Record<string, string>>,
  { width = 80, height = 30 } = {},
): Promise<TerminalDesk> {
  const home = mkdtempSync(join(tmpdir(), 'bbx-terminal-'));
  const socket = join(home, 'tmux');
  const log = join(home, 'written');
  const tmux = async (...args: string[]) => (await call('tmux', ['-S', socket, ...args])).stdout;
  onTestFinished(async () => {
    await tmux('kill-server').catch(() => undefined);
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  });
  const shell = startScript(home, env);
  const size = ['-x', String(width), '-y', String(height)];
  await tmux('-f', '/dev/null', 'new-session', '-d', ...size, shell);
  await tmux('pipe-pane', '-O', `cat > '${log}'`);
  const screen = async () => await tmux('capture-pane', '-p', '-J');
  const press = async (...keys: string[]) => void (await tmux('send-keys', '--', ...keys));
  const type = async (text: string) => void (await tmux('send-keys', '-l', '--', text));
  let commands = 0;
  const until = async (words: RegExp): Promise<string> => {
    for (const end = Date.now() + 20_000; ; await change(log)) {
      const shown = await screen();
      if (words.test(shown)) return shown;
      if (Date.now() > end) throw new Error(`${words} did not come; there is:\n${shown}`);
    }
  };
  const vanished = async (words: string) => {
    const end = Date.now() + 20_000;
    while ((await screen()).includes(words) && Date.now() < end) await change(log);
  };
  const enter = async (command: string) => {
    commands += 1;
    const line = `clear; ${command}; echo "[${commands}] exit=$?"`;
    await tmux('send-keys', '-l', '--', line, ';', 'send-keys', 'Enter');
    // What is on the screen from then on is of this command, and not of the one before.
    await vanished(`[${commands - 1}] exit=`);
  };
  const ended = async () => {
    const mark = new RegExp(`^\\[${commands}\\] exit=(\\d+)`, 'm');
    return Number(mark.exec(await until(mark))?.[1]);
  };
  await until(/^ready \$/m);
  return {
    press,
    type,
    enter,
    ended,
    until,
    run: async (command) => {
      await enter(command);
      const exitCode = await ended();
      return { exitCode, screen: await screen() };
    },
    resize: async (width, height) =>
      void (await tmux('resize-window', '-x', String(width), '-y', String(height))),
    written: () => readFileSync(log, 'latin1'),
  };
}

/** Looks often whether more was written, which costs less than to look at the screen, and not for long. */
async function change(log: string): Promise<void> {
  const size = () => statSync(log, { throwIfNoEntry: false })?.size;
  const before = size();
  for (let looks = 0; looks < 10 && size() === before; looks += 1) await wait(20);
}

/** A shell with nothing of this machine in it, and `bbx` on its PATH. */
function startScript(home: string, env: Readonly<Record<string, string>>): string {
  const bin = join(home, 'bin');
  mkdirSync(bin);
  writeScript(join(bin, 'bbx'), `exec ${quote(process.execPath)} ${quote(BBX)} "$@"`);
  const variables = {
    PATH: `${bin}:${process.env.PATH}`,
    HOME: home,
    TERM: 'xterm-256color',
    PS1: 'ready $ ',
    LC_ALL: 'C.UTF-8',
    ...env,
  };
  const words = Object.entries(variables).map(([name, value]) => quote(`${name}=${value}`));
  const script = join(home, 'shell');
  writeScript(script, `cd ${quote(home)} && exec env -i ${words.join(' ')} sh -i`);
  return script;
}

function writeScript(path: string, line: string): void {
  writeFileSync(path, `#!/bin/sh\n${line}\n`);
  chmodSync(path, 0o700);
}

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
