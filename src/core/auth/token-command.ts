import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { BbxError } from '../errors.ts';
import { killGit } from '../git/kill-git.ts';
import { redact } from './redact.ts';

export interface TokenCommandOptions {
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  /** Where it runs: the folder of the settings, so that no other folder can put files in its way. */
  readonly cwd: string;
  readonly signal?: AbortSignal | undefined;
  /** In milliseconds. */
  readonly timeout?: number | undefined;
}

/** A vault may ask a person; an MCP client gives up after sixty seconds. */
const PATIENCE = 30_000;
/** More than any token; whoever prints more does not print a token. */
const ENOUGH = 64 * 1024;

/**
 * Runs a command that prints the token, through the shell, as git runs its helpers. It reads
 * nothing: stdin may be somebody's protocol. A vault that has to ask opens the terminal itself.
 * @param command from the settings of the user, never from a file of the current folder
 * @returns its first line, without white space around it
 * @throws BbxError AUTH_MISSING with the command's own words when it fails, prints nothing or takes
 *   too long; CANCELLED
 */
export async function runTokenCommand(
  command: string,
  options: TokenCommandOptions,
): Promise<string> {
  const { stdout, stderr, failure } = await run(command, options);
  const lines = stdout.split(/[\r\n]+/).map((line) => line.trim());
  const token = lines.find((line) => line !== '');
  if (failure === undefined && token !== undefined) return token;
  const failed = failure === undefined ? 'printed nothing' : `failed (${failure})`;
  const said = lastWords(stderr, lines);
  throw new BbxError('AUTH_MISSING', `The token_command ${failed}${said}.`, {
    hint: 'Run the command yourself to see why; it must print the token as its first line.',
  });
}

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  /** In words; undefined after success. */
  readonly failure: string | undefined;
}

async function run(command: string, options: TokenCommandOptions): Promise<Ended> {
  const { environment, cwd, signal, timeout = PATIENCE } = options;
  const limit = AbortSignal.any([AbortSignal.timeout(timeout), ...(signal ? [signal] : [])]);
  // With a terminal the command stays in its foreground, so that it may ask there and ^C reaches it.
  const ownGroup = process.platform !== 'win32' && !process.stdin.isTTY;
  const child = spawn(command, {
    shell: true,
    cwd,
    env: environment,
    detached: ownGroup,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const stdout = kept(child.stdout);
  const stderr = kept(child.stderr);
  const failure = await ended(child, limit);
  if (limit.aborted) killGit(child, 'SIGKILL', ownGroup);
  // What it left running in the background (an agent, say) may hold them open.
  child.stdout.destroy();
  child.stderr.destroy();
  if (signal?.aborted) throw new BbxError('CANCELLED', 'The token_command was stopped.');
  const late = limit.aborted ? `no end after ${timeout / 1000} s` : undefined;
  return { stdout: stdout(), stderr: stderr(), failure: late ?? failure };
}

/** Between the end of the command and the end of its output, in milliseconds. */
const GRACE = 500;

function ended(child: ChildProcess, limit: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const end = (code: number | null, by: string | null) =>
      resolve(code === 0 ? undefined : by ? `killed by ${by}` : `exit code ${code}`);
    child.on('error', ({ message }) => resolve(message));
    child.on('close', end);
    child.on('exit', (code, by) => setTimeout(end, GRACE, code, by).unref());
    const stop = () => resolve('stopped');
    limit.addEventListener('abort', stop, { once: true });
    if (limit.aborted) stop();
  });
}

function kept(stream: Readable): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (part: string) => {
    if (text.length < ENOUGH) text += part;
  });
  return () => text;
}

/** The end of what it said, without anything that it printed as a secret or that looks like one. */
function lastWords(stderr: string, secrets: readonly string[]): string {
  const lines = stripVTControlCharacters(stderr)
    .split(/[\r\n]+/)
    .map((line) => line.replace(/\p{Cc}/gu, ' ').trim())
    .filter((line) => line !== '');
  // Shorter ones are words rather than secrets.
  const hidden = secrets.filter((secret) => secret.length >= 8);
  const masked = redact(lines.slice(-3).join('; '), hidden);
  const words = masked.replace(/AT(ATT3|CTT3|BB)[\w=-]*/g, '***').slice(-300);
  return words && `: ${words.replace(/\.$/, '')}`;
}
