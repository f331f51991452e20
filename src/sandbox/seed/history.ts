import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { daysBefore } from '../clock.ts';
import { commitStream, fastImport } from '../git/fast-import.ts';
import type { GitRepository } from '../git/repository.ts';
import type { Person } from '../world.ts';

/** Files by path; null removes one. */
export type Files = Readonly<Record<string, Buffer | string | null>>;

/** A commit of the seed. */
interface SeedCommit {
  readonly ref: string;
  readonly author: Person | { readonly name: string; readonly email: string };
  /** Days before the sandbox's now. */
  readonly age: number;
  readonly message: string;
  readonly files?: Files;
  readonly submodules?: Readonly<Record<string, string>> | undefined;
  /** Marks of commits made before. */
  readonly parent?: string | undefined;
  readonly merge?: string | undefined;
}

/** The history of one repository, gathered first and written in one go. */
export interface History {
  /** Adds a commit and gives its mark. */
  readonly commit: (commit: SeedCommit) => string;
  /** Sets a ref to a commit made before. */
  readonly point: (ref: string, mark: string) => void;
  /** Writes everything. Afterwards `hash` knows every mark. */
  readonly write: (repository: GitRepository) => Promise<(mark: string) => string>;
}

/** Starts an empty history; ages count back from `now`. */
export function history(now: Date): History {
  const parts: Buffer[] = [];
  let marks = 0;
  return {
    commit({ ref, author, age, message, files = {}, submodules, parent, merge }) {
      marks += 1;
      const name = 'displayName' in author ? author.displayName : author.name;
      const who = { name, email: author.email };
      const date = daysBefore(now, age);
      const text = `${message}\n`;
      const more = { ref, author: who, date, message: text, files, submodules, parent, merge };
      parts.push(commitStream({ ...more, mark: marks }));
      return `:${marks}`;
    },
    point(ref, mark) {
      parts.push(Buffer.from(`reset ${ref}\nfrom ${mark}\n\n`));
    },
    write: (repository) => write(repository, Buffer.concat(parts)),
  };
}

async function write(repository: GitRepository, stream: Buffer) {
  const file = join(repository.directory, 'sandbox-marks');
  await fastImport(repository, stream, [`--export-marks=${file}`]);
  const lines = (await readFile(file, 'utf8')).split('\n');
  await rm(file);
  const hashes = new Map(
    lines.map((line): [string, string] => [line.slice(0, line.indexOf(' ')), line.slice(-40)]),
  );
  return (mark: string) => {
    const hash = hashes.get(mark);
    if (hash === undefined) throw new Error(`the seed has no commit ${mark}`);
    return hash;
  };
}
