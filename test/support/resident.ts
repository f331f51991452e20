import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('resident-program.mjs', import.meta.url));

/** A command line for the resident program. */
export interface Job {
  /** What argv[1] is. */
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly stdin: Uint8Array;
}

/** What a run wrote and how it ended; the code is null when a signal ended it. */
export interface Outcome {
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly exitCode: number | null;
}

/** How a run ended, as the program says it: behind this mark on both streams nothing is left of it. */
interface Ending {
  readonly exitCode: number;
  readonly mark: string;
  readonly spent: boolean;
}

/**
 * The program that waits for work: most of what a start costs is reading the program, and one that
 * has read it answers in a tenth of the time. There is one for each worker of the tests; it ends with it.
 */
let idle: ChildProcess | undefined;

/** Whether a run would have to wait for another one, which it may be there to help along. */
let busy = false;

/** Runs a command line in the resident program. @returns undefined when it is at work already */
export async function runResident(job: Job): Promise<Outcome | undefined> {
  if (busy) return undefined;
  busy = true;
  const child = idle ?? launch();
  idle = undefined;
  try {
    const { outcome, again } = await perform(child, job);
    if (again) idle = child;
    else child.kill('SIGKILL');
    return outcome;
  } finally {
    busy = false;
  }
}

function launch(): ChildProcess {
  const child = spawn(process.execPath, [PROGRAM], {
    env: {},
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  // It must not hold the worker; what waits for a run does.
  child.unref();
  child.channel?.unref();
  for (const stream of [child.stdout, child.stderr]) {
    if (stream && 'unref' in stream && typeof stream.unref === 'function') stream.unref();
  }
  return child;
}

async function perform(child: ChildProcess, job: Job) {
  const stdout = collected(child.stdout);
  const stderr = collected(child.stderr);
  const hold = setInterval(() => undefined, 60_000);
  try {
    return await new Promise<{ outcome: Outcome; again: boolean }>((resolve, reject) => {
      let ending: Ending | undefined;
      const finish = (exitCode: number | null, again: boolean) =>
        resolve({
          outcome: { stdout: stdout.take(), stderr: stderr.take().toString(), exitCode },
          again,
        });
      const look = () => {
        if (ending && stdout.ends(ending.mark) && stderr.ends(ending.mark)) {
          finish(ending.exitCode, !ending.spent && !stdout.late() && !stderr.late());
        }
      };
      stdout.onMore(look);
      stderr.onMore(look);
      child.once('message', (said: Ending) => {
        ending = said;
        look();
      });
      child.once('error', reject);
      child.once('close', (code) => finish(code, false));
      child.send(job, (error) => error && reject(error));
    });
  } finally {
    clearInterval(hold);
    stdout.release();
    stderr.release();
    child.removeAllListeners();
  }
}

/** What comes from a stream from now on. */
function collected(stream: Readable | null) {
  let parts: Buffer[] = [];
  let cut = 0;
  let look: () => void = () => undefined;
  const take = (part: Buffer) => {
    parts.push(part);
    look();
  };
  stream?.on('data', take);
  const whole = () => {
    if (parts.length > 1) parts = [Buffer.concat(parts)];
    return parts[0] ?? Buffer.alloc(0);
  };
  let rest = 0;
  return {
    onMore: (then: () => void) => {
      look = then;
    },
    ends: (mark: string) => {
      const at = whole().lastIndexOf(mark, undefined, 'latin1');
      cut = at < 0 ? 0 : whole().length - at;
      // What is written behind it is of a run that was not over.
      rest = Math.max(0, cut - mark.length);
      return at >= 0;
    },
    late: () => rest > 0,
    take: () => whole().subarray(0, whole().length - cut),
    release: () => void stream?.off('data', take),
  };
}
