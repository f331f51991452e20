import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { sandboxEnvironment } from '../../src/sandbox/export-lines.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/bbx.js', import.meta.url));

/** Where the demo plays: a sandbox, an empty folder to work in, and `bbx` on the PATH. */
export interface Stage {
  readonly sandbox: Sandbox;
  /** The folder in which every command runs. */
  readonly folder: string;
  /** The whole environment of every command: nothing of the person's account comes along. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs a line as a shell would, and gives what a terminal would have shown. */
  readonly shell: (line: string) => Promise<Shown>;
  /** Stops the sandbox and removes every file. */
  readonly close: () => Promise<void>;
}

export interface Shown {
  /** stdout and stderr in the order in which they were written. */
  readonly text: string;
  /** The same without colours. */
  readonly plain: string;
  readonly code: number | null;
}

/**
 * Sets the stage.
 * @param signal ends a command that runs, with everything that it started
 * @throws Error when git is absent or nothing can be written
 */
export async function openStage(signal: AbortSignal): Promise<Stage> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'bbx-demo-')));
  const remove = () => rm(root, { recursive: true, force: true, maxRetries: 5 });
  try {
    const [folder, gitRoot] = [join(root, 'src'), join(root, 'bitbucket')];
    for (const path of [folder, gitRoot, join(root, 'home')]) await mkdir(path);
    const bin = await placeProgram(root);
    const sandbox = await startSandbox({ gitRoot, now: new Date() });
    const env = { ...machine(root, bin), ...sandboxEnvironment(sandbox) };
    const close = async () => {
      await sandbox.close();
      await remove();
    };
    return {
      sandbox,
      folder,
      env,
      close,
      shell: (line) => run(line, { cwd: folder, env, signal }),
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** A folder with `bbx` in it, which is the built program under the Node that runs now. */
async function placeProgram(root: string): Promise<string> {
  const bin = join(root, 'bin');
  await mkdir(bin);
  const quoted = [process.execPath, PROGRAM].map((path) => `'${path.replaceAll("'", `'\\''`)}'`);
  await writeFile(join(bin, 'bbx'), `#!/bin/sh\nexec ${quoted.join(' ')} "$@"\n`);
  await chmod(join(bin, 'bbx'), 0o755);
  return bin;
}

/** What commands need of this machine, with a home of their own. */
function machine(root: string, bin: string): Record<string, string> {
  const path = [bin, dirname(process.execPath), process.env.PATH ?? ''].join(delimiter);
  const kept = ['LANG', 'LC_ALL', 'TERM', 'NO_COLOR', 'SystemRoot'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    PATH: path,
    HOME: join(root, 'home'),
    TMPDIR: root,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_PAGER: 'cat',
    COLUMNS: String(Math.min(process.stdout.columns ?? 80, 100)),
    ...(process.stdout.isTTY && !process.env.NO_COLOR && { FORCE_COLOR: '1' }),
  };
}

interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** A group of its own, so that all of a pipeline can be ended, not its shell alone. */
function run(line: string, { cwd, env, signal }: Surroundings): Promise<Shown> {
  signal.throwIfAborted();
  const child = spawn('sh', ['-c', `exec 2>&1\n${line}`], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const end = () => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  };
  signal.addEventListener('abort', end, { once: true });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return new Promise<Shown>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ text, plain: stripVTControlCharacters(text), code }));
  }).finally(() => signal.removeEventListener('abort', end));
}
