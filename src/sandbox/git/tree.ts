import { git, runGit } from '../git-bridge.ts';
import type { GitRepository } from './repository.ts';

/** One entry of a directory. */
export interface Entry {
  readonly path: string;
  readonly kind: 'blob' | 'tree' | 'commit';
  readonly mode: string;
  readonly hash: string;
  /** In bytes; 0 for anything but a file. */
  readonly size: number;
}

/** The entry at a path of a commit, or nothing; the root is a tree with an empty path. */
export async function entryAt(
  repository: GitRepository,
  commit: string,
  path: string,
): Promise<Entry | undefined> {
  if (path === '') return { path, kind: 'tree', mode: '040000', hash: commit, size: 0 };
  const args = ['ls-tree', '-l', '-z', commit, '--', `:(literal)${path}`];
  const { code, stdout } = await runGit(repository.directory, args);
  return code === 0 ? parse(stdout)[0] : undefined;
}

/** What a directory holds, down to a depth: 1 is the directory itself. */
export async function entriesUnder(
  repository: GitRepository,
  commit: string,
  path: string,
  depth: number,
): Promise<Entry[]> {
  const recursive = depth > 1 ? ['-r', '-t'] : [];
  const where = path === '' ? [] : ['--', `:(literal)${path}/`];
  const out = await git(repository.directory, [
    'ls-tree',
    '-l',
    '-z',
    ...recursive,
    commit,
    ...where,
  ]);
  const base = path === '' ? 0 : path.split('/').length;
  return parse(out).filter((entry) => {
    const below = entry.path.split('/').length - base;
    return below >= 1 && below <= depth;
  });
}

function parse(out: Buffer): Entry[] {
  const lines = out.toString().split('\0').filter(Boolean);
  return lines.flatMap((line) => {
    const found = /^(\d+) (blob|tree|commit) (\w+) +(\S+)\t([\s\S]*)$/.exec(line);
    if (found === null) return [];
    const [, mode = '', kind = '', hash = '', size = '', path = ''] = found;
    const type = kind === 'blob' || kind === 'tree' ? kind : 'commit';
    return [{ path, kind: type, mode, hash, size: Number(size) || 0 }];
  });
}

/** The bytes of a file. */
export function blob(repository: GitRepository, hash: string): Promise<Buffer> {
  return git(repository.directory, ['cat-file', 'blob', hash]);
}
