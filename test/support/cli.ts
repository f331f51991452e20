import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { runResident } from './resident.ts';

/** The program as people start it; `npm test` builds it before. */
export const BBX = fileURLToPath(new URL('../../bin/bbx.js', import.meta.url));

export interface RunOptions {
  /** Besides PATH and an empty HOME; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly stdin?: string | Uint8Array;
  /** Sends SIGINT when it is aborted, as ^C does. */
  readonly signal?: AbortSignal;
  /** Whether it has to be a process of its own, because that is what the test is on. */
  readonly own?: boolean;
}

export interface Ran {
  readonly stdout: Buffer;
  readonly stderr: string;
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
}

/** A program that runs, and what it came to. */
export interface Started {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ran>;
}

/** Starts the program on pipes, in an almost empty environment and a home of its own. */
export function start(args: readonly string[], options: RunOptions = {}): Started {
  const home = mkdtempSync(join(tmpdir(), 'bbx-home-'));
  const env = { PATH: process.env.PATH, HOME: home, ...options.env };
  const child = spawn(process.execPath, [BBX, ...args], { cwd: options.cwd ?? home, env });
  const interrupt = () => child.kill('SIGINT');
  options.signal?.addEventListener('abort', interrupt, { once: true });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  // A program that refuses its arguments does not read.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.stdin);
  const closed = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  const ended = closed
    .then((exitCode) => ({
      stdout: Buffer.concat(stdout),
      stderr: Buffer.concat(stderr).toString(),
      exitCode,
    }))
    .finally(() => {
      options.signal?.removeEventListener('abort', interrupt);
      rmSync(home, { recursive: true, force: true, maxRetries: 10 });
    });
  return { child, ended };
}

/**
 * Runs the program to its end. The first run of a command in a file of tests is a process of its own,
 * and so is each to which the process matters; the others are done by a program that runs already.
 */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  if (isFirst(args) || needsProcess(args, options)) return await start(args, options).ended;
  const home = mkdtempSync(join(tmpdir(), 'bbx-home-'));
  const env = Object.entries({ PATH: process.env.PATH, HOME: home, ...options.env });
  try {
    const ran = await runResident({
      program: BBX,
      args,
      env: Object.fromEntries(
        env.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      ),
      cwd: options.cwd ?? home,
      stdin: Buffer.from(options.stdin ?? ''),
    });
    return ran ?? (await start(args, options).ended);
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  }
}

const seen = new Set<string>();

/** Whether no run of this command has been asked for in this file. */
function isFirst(args: readonly string[]): boolean {
  const end = args.findIndex((word) => !/^[a-z][a-z-]*$/.test(word));
  const words = args.slice(0, Math.min(2, end < 0 ? args.length : end)).join(' ');
  const command = args.some((word) => word === '--help' || word === '-h') ? 'help' : words;
  const key = `${expect.getState().testPath} ${command}`;
  const first = !seen.has(key);
  seen.add(key);
  return first;
}

/** What a process reads as it starts, or native code reads once. */
const OF_THE_START = /^(NODE_|SSL_|LC_|LANG|TZ$|TERM$|FORCE_COLOR|NO_COLOR|DBUS_|XDG_RUNTIME_DIR)/;

function needsProcess(args: readonly string[], { env = {}, signal, own }: RunOptions): boolean {
  const told = Object.keys(env).some((name) => OF_THE_START.test(name) || name === 'PATH');
  return own === true || told || signal !== undefined || /^(mcp|sandbox)$/.test(args[0] ?? '');
}

/** What a successful run printed, parsed; a failed one says why. */
export function json(ran: Ran): unknown {
  if (ran.exitCode !== 0) throw new Error(`exit ${ran.exitCode}: ${ran.stderr}`);
  return JSON.parse(ran.stdout.toString());
}
