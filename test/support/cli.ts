import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program as people start it; `npm test` builds it before. */
export const BBX = fileURLToPath(new URL('../../bin/bbx.js', import.meta.url));

export interface RunOptions {
  /** Besides PATH and an empty HOME; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly stdin?: string | Uint8Array;
  /** Sends SIGINT when it is aborted, as ^C does. */
  readonly signal?: AbortSignal;
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

/** Runs the program to its end. */
export const run = async (args: readonly string[], options: RunOptions = {}): Promise<Ran> =>
  await start(args, options).ended;

/** What a successful run printed, parsed; a failed one says why. */
export function json(ran: Ran): unknown {
  if (ran.exitCode !== 0) throw new Error(`exit ${ran.exitCode}: ${ran.stderr}`);
  return JSON.parse(ran.stdout.toString());
}
