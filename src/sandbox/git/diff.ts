import { git, runGit } from '../git-bridge.ts';
import type { GitRepository } from './repository.ts';

/** Two commits to compare; without `to` a root commit is compared with nothing. */
export interface Comparison {
  readonly from: string;
  readonly to: string;
}

/** What a diff can be asked for. */
export interface DiffOptions {
  readonly paths: readonly string[];
  readonly context: number | undefined;
  readonly ignoreWhitespace: boolean;
  readonly binary: boolean;
  readonly renames: boolean;
}

/** The tree that is compared with when a commit has no parent. */
export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** The diff as git writes it, bytes untouched. */
export function diff(
  repository: GitRepository,
  { from, to }: Comparison,
  options: DiffOptions,
): Promise<Buffer> {
  const context = options.context === undefined ? [] : [`-U${options.context}`];
  const binary = options.binary ? [] : ['--text'];
  return git(repository.directory, [
    'diff',
    ...context,
    ...binary,
    ...flags(options),
    from,
    to,
    ...paths(options),
  ]);
}

function flags(options: DiffOptions): string[] {
  const renames = options.renames ? '-M' : '--no-renames';
  return options.ignoreWhitespace ? [renames, '-w'] : [renames];
}

function paths(options: DiffOptions): string[] {
  return ['--', ...options.paths.map((path) => `:(literal)${path}`)];
}

/** A mail-ready patch of every commit in a range. */
export function patch(repository: GitRepository, { from, to }: Comparison): Promise<Buffer> {
  const range = from === EMPTY_TREE ? ['--root', to] : [`${from}..${to}`];
  return git(repository.directory, ['format-patch', '--stdout', ...range]);
}

/** One file of a diffstat. */
export interface FileChange {
  readonly status: 'added' | 'removed' | 'modified' | 'renamed';
  readonly oldPath: string | undefined;
  readonly newPath: string | undefined;
  readonly added: number;
  readonly removed: number;
}

/** The files that differ, with the number of lines. */
export async function diffstat(
  repository: GitRepository,
  { from, to }: Comparison,
  options: DiffOptions,
): Promise<FileChange[]> {
  const args = ['diff', '-z', '--raw', '--numstat', ...flags(options), from, to, ...paths(options)];
  const fields = (await git(repository.directory, args)).toString().split('\0');
  const states: State[] = [];
  const changes: FileChange[] = [];
  while (fields.length > 0) {
    const field = fields.shift() ?? '';
    const letter = /^:\d+ \d+ \S+ \S+ ([A-Z])/.exec(field)?.[1];
    if (letter !== undefined) states.push(takeState(letter, fields));
    else if (field !== '') changes.push(takeCounts(field, fields, states[changes.length]));
  }
  return changes;
}

interface State {
  readonly letter: string;
  readonly oldPath: string;
  readonly newPath: string;
}

function takeState(letter: string, fields: string[]): State {
  const oldPath = fields.shift() ?? '';
  return { letter, oldPath, newPath: letter === 'R' ? (fields.shift() ?? '') : oldPath };
}

/** A renamed file's counts have no name of their own: two fields with the names follow. */
function takeCounts(field: string, fields: string[], state: State | undefined): FileChange {
  const [added = '', removed = '', name = ''] = field.split('\t');
  if (name === '') fields.splice(0, 2);
  return change(state ?? { letter: 'M', oldPath: name, newPath: name }, added, removed);
}

function change({ letter, oldPath, newPath }: State, added: string, removed: string): FileChange {
  const status = STATUSES[letter] ?? 'modified';
  return {
    status,
    oldPath: status === 'added' ? undefined : oldPath,
    newPath: status === 'removed' ? undefined : newPath,
    added: Number(added) || 0,
    removed: Number(removed) || 0,
  };
}

const STATUSES: Readonly<Record<string, FileChange['status']>> = {
  A: 'added',
  D: 'removed',
  R: 'renamed',
};

/** The best common ancestor of two commits, or nothing. */
export async function mergeBase(
  repository: GitRepository,
  a: string,
  b: string,
): Promise<string | undefined> {
  const { code, stdout } = await runGit(repository.directory, ['merge-base', a, b]);
  return code === 0 ? stdout.toString().trim() : undefined;
}
