import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { lastWords } from './git-words.ts';
import { type GitOptions, tryGit } from './run-git.ts';

/** What is checked out in a clone, and where. */
export interface CheckedOut {
  /** The tops of the work trees, the main one first. */
  readonly workTrees: readonly string[];
  /** By their names on the server and by those here. */
  readonly checkedOut: ReadonlySet<string>;
  /** Why git does not tell. */
  readonly refusal: string | undefined;
}

/**
 * Finds the branches that are checked out in any worktree of the clone here, those in the middle of a
 * rebase or a bisect with them: there HEAD is at a commit, and git itself still calls the branch in use.
 * @param commonDir as `git rev-parse --git-common-dir` gives it
 */
export async function checkedOutBranches(git: GitOptions, commonDir: string): Promise<CheckedOut> {
  const [{ stdout, words, exitCode }, followed, inWork] = await Promise.all([
    tryGit(['worktree', 'list', '--porcelain'], git),
    upstreams(git),
    branchesInWork(resolve(git.cwd, commonDir)),
  ]);
  const heads = [...stdout.matchAll(/^branch refs\/heads\/(.+)$/gm)].map(([, name = '']) => name);
  const names = [...heads, ...inWork].flatMap((name) => [name, followed.get(name) ?? name]);
  return {
    workTrees: [...stdout.matchAll(/^worktree (.+)$/gm)].map(([, path = '']) => path),
    checkedOut: new Set(names),
    refusal: exitCode === 0 ? undefined : lastWords(words),
  };
}

/** A branch here may follow one of another name there: both count. */
async function upstreams(git: GitOptions): Promise<Map<string, string>> {
  const format = '--format=%(refname)%09%(upstream:remoteref)';
  const { stdout } = await tryGit(['for-each-ref', format, 'refs/heads'], git);
  const pairs = stdout.split('\n').map((line) => {
    const [name = '', upstream = ''] = line.split('\t');
    return [name.replace(/^refs\/heads\//, ''), upstream.replace(/^refs\/heads\//, '')] as const;
  });
  return new Map(pairs.filter(([, upstream]) => upstream !== ''));
}

/**
 * Where git notes the branch that it goes back to when a rebase or bisect is over; update-refs has the
 * further ones that the rebase is to move.
 */
const NOTES = [
  'rebase-merge/head-name',
  'rebase-merge/update-refs',
  'rebase-apply/head-name',
  'BISECT_START',
];

/** Every worktree has notes of its own: the main one in the common folder, the others below it. */
async function branchesInWork(common: string): Promise<string[]> {
  const others = await readdir(join(common, 'worktrees')).catch(() => []);
  const folders = [common, ...others.map((name) => join(common, 'worktrees', name))];
  const notes = folders.flatMap((folder) => NOTES.map((note) => join(folder, note)));
  const texts = await Promise.all(notes.map((note) => readFile(note, 'utf8').catch(() => '')));
  return texts
    .flatMap((text) => text.split(/\r?\n/))
    .map((line) => line.trim().replace(/^refs\/heads\//, ''))
    .filter((name) => name !== '' && name !== 'detached HEAD');
}
