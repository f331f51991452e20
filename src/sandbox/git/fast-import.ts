import { git } from '../git-bridge.ts';
import { forgetRefs } from './refs.ts';
import type { GitRepository } from './repository.ts';

/** A commit to write: files by path, null removes one. */
export interface NewCommit {
  /** A full ref name. */
  readonly ref: string;
  readonly author: { readonly name: string; readonly email: string };
  readonly date: Date;
  readonly message: string;
  /** A mark (":3") or a hash; the commit is a root when absent. */
  readonly parent?: string | undefined;
  readonly merge?: string | undefined;
  readonly files: Readonly<Record<string, Buffer | string | null>>;
  /** Submodules: path to commit. */
  readonly submodules?: Readonly<Record<string, string>> | undefined;
  /** The number by which later commits name this one. */
  readonly mark?: number;
}

/** The text of one commit for `git fast-import`. */
export function commitStream(commit: NewCommit): Buffer {
  const { author, date, parent, merge, mark } = commit;
  const who = `${author.name} <${author.email}> ${Math.floor(date.getTime() / 1000)} +0000`;
  const head = [
    `commit ${commit.ref}\n`,
    mark === undefined ? '' : `mark :${mark}\n`,
    `author ${who}\ncommitter ${who}\n`,
    data(commit.message),
    parent === undefined ? '' : `from ${parent}\n`,
    merge === undefined ? '' : `merge ${merge}\n`,
  ];
  const files = Object.entries(commit.files).flatMap(([path, content]) =>
    content === null ? [`D ${quote(path)}\n`] : [`M 100644 inline ${quote(path)}\n`, data(content)],
  );
  const submodules = Object.entries(commit.submodules ?? {}).map(
    ([path, hash]) => `M 160000 ${hash} ${quote(path)}\n`,
  );
  const parts = [...head, ...files, ...submodules, '\n'];
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}

function data(content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
}

function quote(path: string): string {
  const escaped = path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `"${escaped}"`;
}

/**
 * Writes commits and refs in one go.
 * @throws Error with git's words when the stream is wrong
 */
export async function fastImport(
  repository: GitRepository,
  stream: Buffer,
  args: readonly string[] = [],
): Promise<void> {
  const flags = ['fast-import', '--quiet', '--force', '--date-format=raw', ...args];
  await git(repository.directory, flags, { input: stream });
  forgetRefs(repository);
}
