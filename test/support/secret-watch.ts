import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { redact, secretsOf } from '../../src/core/auth/redact.ts';

/** Looks for a token everywhere while a session goes on. */
export interface SecretWatch {
  /** Where it was seen, each place once. */
  readonly found: ReadonlySet<string>;
  /** Names of all programs whose command line and environment were read. */
  readonly programs: ReadonlySet<string>;
  /** Paths of all files that were read. */
  readonly files: ReadonlySet<string>;
  /** Looks through something that was printed. */
  text(where: string, text: string): void;
  /** Looks through all files below the folder, now. */
  look(): void;
  stop(): Promise<void>;
}

/**
 * Watches every file below a folder, and the command lines and environments of all that runs with
 * this folder as its home or below this process, as often as it can (Linux).
 * @param home holds the home, the temporary folder and the clones of the session
 */
export function watchForSecret(email: string, token: string, home: string): SecretWatch {
  const whole = secretsOf({ kind: 'api-token', email, token, source: 'test' });
  // A part of it, should somebody shorten it.
  const forms = [...whole, token.slice(20, 52)].map((form) => Buffer.from(form));
  const watch = { found: new Set<string>(), programs: new Set<string>(), files: new Set<string>() };
  const check = (where: string, bytes: Buffer) => {
    if (forms.some((form) => bytes.includes(form))) watch.found.add(where);
  };
  const look = () => {
    for (const path of filesBelow(home)) {
      watch.files.add(path);
      check(`file ${path}`, read(path));
    }
  };
  const sample = () => {
    for (const { line, environ } of processesOf(home)) {
      const words = line.toString().split('\0').slice(0, 4).join(' ').trim();
      const name = redact(words, whole);
      watch.programs.add(name);
      check(`arguments of ${name}`, line);
      check(`environment of ${name}`, environ);
    }
  };
  let going = true;
  const done = (async () => {
    for (let turn = 0; going; turn += 1) {
      sample();
      if (turn % 20 === 0) look();
      await sleep(2);
    }
  })();
  return {
    ...watch,
    text: (where, text) => check(where, Buffer.from(text)),
    look,
    stop: async () => {
      going = false;
      await done;
      look();
    },
  };
}

/** Regular files; what is going away while it is looked at is not there. */
function filesBelow(folder: string): string[] {
  const entries = (() => {
    try {
      return readdirSync(folder, { withFileTypes: true });
    } catch {
      return [];
    }
  })();
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

function processesOf(home: string) {
  const all = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map((pid) => ({ pid: Number(pid), parent: parentOf(pid) }));
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
  const below = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === process.pid || below(parent));
  };
  return all.flatMap(({ pid }) => {
    const environ = read(`/proc/${pid}/environ`);
    if (!below(pid) && !environ.includes(`HOME=${home}\0`)) return [];
    const line = read(`/proc/${pid}/cmdline`);
    return [{ line, environ }];
  });
}

function parentOf(pid: string): number {
  const stat = read(`/proc/${pid}/stat`).toString('latin1');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] || 0);
}
