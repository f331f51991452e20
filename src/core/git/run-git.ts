import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { redact } from '../auth/redact.ts';
import { BbxError } from '../errors.ts';
import { gitEnvironment, secretValues } from './git-environment.ts';
import { lastWords, WordCollector } from './git-words.ts';
import { killGit } from './kill-git.ts';

export interface GitOptions {
  readonly cwd: string;
  /** The whole environment; what is secret in it does not reach git. */
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly signal?: AbortSignal | undefined;
  /** Gets every line of git's stderr, a progress line each time it is redrawn. */
  readonly onProgress?: ((line: string) => void) | undefined;
  /** Goes to git's stdin. */
  readonly input?: string | undefined;
  /** Words that are masked in all that git says, and kept from git's environment. */
  readonly secrets?: readonly string[] | undefined;
  /** Leaves git in the terminal's session, so that ssh can ask for a passphrase there. */
  readonly terminal?: boolean | undefined;
}

export interface GitResult {
  readonly stdout: string;
  /** What git said besides progress, secrets masked, without control characters. */
  readonly words: readonly string[];
  /** null when git was killed. */
  readonly exitCode: number | null;
}

/**
 * Runs git and wants success.
 * @param args as on git's command line, without "git"
 * @throws BbxError GIT_FAILED with git's last words and exit code, or when git is not installed;
 *   CANCELLED when the signal ended it; FILE when `cwd` is not there
 */
export async function runGit(
  args: readonly string[],
  options: GitOptions,
): Promise<{ stdout: string }> {
  const { stdout, words, exitCode } = await tryGit(args, options);
  if (exitCode === 0) return { stdout };
  const end = exitCode === null ? 'git was killed' : `git failed (exit code ${exitCode})`;
  throw new BbxError('GIT_FAILED', [end, lastWords(words)].filter(Boolean).join(': '));
}

/**
 * Runs git, whatever comes of it.
 * @throws BbxError as runGit, but for git's own failures
 */
export async function tryGit(args: readonly string[], options: GitOptions): Promise<GitResult> {
  if (options.signal?.aborted) throw cancelled();
  if (!existsSync(options.cwd)) throw new BbxError('FILE', `No such folder: ${options.cwd}.`);
  const { spawn } = await import('node:child_process');
  const ownGroup = process.platform !== 'win32' && !options.terminal;
  const child = spawn('git', args, {
    cwd: options.cwd,
    env: gitEnvironment(options.env, options.secrets ?? []),
    detached: ownGroup,
    shell: false,
    windowsHide: true,
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  const secrets = [...(options.secrets ?? []), ...secretValues(options.env)];
  return await outcome(child, { ...options, secrets }, (signal) =>
    killGit(child, signal, ownGroup),
  );
}

type Kill = (signal: 'SIGTERM' | 'SIGKILL') => void;

/** Between asking git to clean up and making it stop, in milliseconds; ^C has a second in all. */
const GRACE = 700;

async function outcome(child: ChildProcess, options: GitOptions, kill: Kill): Promise<GitResult> {
  const { signal } = options;
  const collector = new WordCollector(
    (line) => redact(line, options.secrets ?? []),
    options.onProgress,
  );
  const out: string[] = [];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => out.push(text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => collector.add(text));
  // A git that ends early closes its stdin; its own words then say why.
  child.stdin?.on('error', () => {}).end(options.input);
  let grace: NodeJS.Timeout | undefined;
  const stop = () => {
    kill('SIGTERM');
    grace = setTimeout(() => kill('SIGKILL'), GRACE);
  };
  signal?.addEventListener('abort', stop, { once: true });
  // It may have come while the child was made.
  if (signal?.aborted) stop();
  try {
    const exitCode = await ended(child, signal);
    if (signal?.aborted) throw cancelled();
    collector.end();
    return { stdout: out.join(''), words: collector.words, exitCode };
  } finally {
    clearTimeout(grace);
    signal?.removeEventListener('abort', stop);
    // Whatever git had started and did not take along must not write into a folder that is going.
    if (signal?.aborted) kill('SIGKILL');
  }
}

/**
 * Waits for git and for all of its output; after an abort for git alone, because a stray child may
 * hold the pipes open.
 */
function ended(child: ChildProcess, signal: AbortSignal | undefined): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(notStarted(error)));
    child.on('close', (code) => resolve(code));
    child.on('exit', (code) => {
      if (!signal?.aborted) return;
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve(code);
    });
  });
}

function notStarted(error: Error): BbxError {
  const absent = 'code' in error && error.code === 'ENOENT';
  return new BbxError(
    'GIT_FAILED',
    absent ? 'git is not installed.' : `git did not start: ${error.message}.`,
    {
      hint: 'Install git (https://git-scm.com/downloads) and see that it is on the PATH.',
      cause: error,
    },
  );
}

const cancelled = () => new BbxError('CANCELLED', 'git was stopped.');
