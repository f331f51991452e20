import { git, runGit } from '../git-bridge.ts';
import type { GitRepository } from './repository.ts';

/** Who makes a commit, and when. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: Date;
}

/** The files in which two commits cannot be merged; empty when they can. */
export async function mergeConflicts(
  repository: GitRepository,
  ours: string,
  theirs: string,
): Promise<string[]> {
  const { conflicts } = await mergeTree(repository, ours, theirs);
  return conflicts;
}

/**
 * Merges two commits without a working tree.
 * @returns the merged tree, and the files that conflict
 * @throws Error when git is older than 2.38, which brought `merge-tree --write-tree`
 */
export async function mergeTree(
  repository: GitRepository,
  ours: string,
  theirs: string,
): Promise<{ tree: string; conflicts: string[] }> {
  const args = ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z', ours, theirs];
  const { code, stdout, stderr } = await runGit(repository.directory, args);
  if (code > 1) throw new Error(`merging needs git 2.38 or newer: ${stderr.trim()}`);
  const [tree = '', ...files] = stdout.toString().split('\0').filter(Boolean);
  return { tree, conflicts: files };
}

/** Writes a commit of a tree and gives its hash. */
export async function commitTree(
  repository: GitRepository,
  tree: string,
  parents: readonly string[],
  message: string,
  by: Signature,
): Promise<string> {
  const date = `${Math.floor(by.date.getTime() / 1000)} +0000`;
  const env = {
    GIT_AUTHOR_NAME: by.name,
    GIT_AUTHOR_EMAIL: by.email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: by.name,
    GIT_COMMITTER_EMAIL: by.email,
    GIT_COMMITTER_DATE: date,
  };
  const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent])];
  const out = await git(repository.directory, args, { env, input: `${message}\n` });
  return out.toString().trim();
}

/** Tells whether a commit is among another's ancestors. */
export async function isAncestor(
  repository: GitRepository,
  old: string,
  young: string,
): Promise<boolean> {
  const args = ['merge-base', '--is-ancestor', old, young];
  return (await runGit(repository.directory, args)).code === 0;
}
