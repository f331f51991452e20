import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { devNull } from 'node:os';

/** What a git child said. */
export interface GitResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** What a git child gets besides its arguments: standard input, and variables on top of the bare ones. */
export interface GitOptions {
  readonly input?: Buffer | string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Git without the configuration of whoever runs the sandbox, so that output is the same everywhere. */
function bareEnvironment(): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    LC_ALL: 'C',
    TZ: 'UTC',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_TERMINAL_PROMPT: '0',
  };
}

/** Starts git in a bare repository; the caller reads and writes its streams. */
export function startGit(
  directory: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcessWithoutNullStreams {
  return spawn('git', [...args], {
    cwd: directory,
    env: { ...bareEnvironment(), ...env },
    windowsHide: true,
  });
}

/**
 * Runs git in a bare repository to its end.
 * @throws Error when git cannot be started; an exit code is no error here
 */
export function runGit(
  directory: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = startGit(directory, args, options.env);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.stdin.on('error', () => {});
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        code: code ?? 1,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString(),
      }),
    );
    child.stdin.end(options.input ?? '');
  });
}

/**
 * Runs git and gives its output.
 * @throws Error with git's own words when it fails
 */
export async function git(
  directory: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<Buffer> {
  const result = await runGit(directory, args, options);
  if (result.code === 0) return result.stdout;
  throw new Error(`git ${args[0]} failed: ${result.stderr.trim()}`);
}
