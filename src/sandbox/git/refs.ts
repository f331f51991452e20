import { git, runGit } from '../git-bridge.ts';
import type { GitRepository } from './repository.ts';

/** All refs with the commit each leads to, read once and kept until something is written. */
export function refs(repository: GitRepository): Promise<ReadonlyMap<string, string>> {
  repository.refs ??= readRefs(repository.directory);
  return repository.refs;
}

/** Forgets the refs, after a write by us or by a push. */
export function forgetRefs(repository: GitRepository): void {
  repository.refs = undefined;
}

async function readRefs(directory: string): Promise<ReadonlyMap<string, string>> {
  const format = '--format=%(refname)%09%(objectname)%09%(*objectname)';
  const out = await git(directory, ['for-each-ref', format, 'refs/heads', 'refs/tags']);
  const lines = out.toString().split('\n').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const [name = '', hash = '', peeled = ''] = line.split('\t');
      return [name, peeled || hash];
    }),
  );
}

/** The names under a prefix such as `refs/heads/`, with their commits. */
export async function refsUnder(
  repository: GitRepository,
  prefix: string,
): Promise<Map<string, string>> {
  const found = [...(await refs(repository))].filter(([name]) => name.startsWith(prefix));
  return new Map(found.map(([name, hash]) => [name.slice(prefix.length), hash]));
}

/** The commit at the tip of a branch, or nothing. */
export async function branchTip(
  repository: GitRepository,
  branch: string,
): Promise<string | undefined> {
  return (await refs(repository)).get(`refs/heads/${branch}`);
}

/**
 * The commit that a name in a path stands for: a hash of 4 digits or more, a branch or a tag. A
 * name with a slash stands for nothing, as in Bitbucket (BCLOUD-9969).
 */
export async function resolveRevision(
  repository: GitRepository,
  name: string,
): Promise<string | undefined> {
  if (name.includes('/') || name === '') return undefined;
  const known = await refs(repository);
  const byName = known.get(`refs/heads/${name}`) ?? known.get(`refs/tags/${name}`);
  return byName ?? (await resolveHash(repository, name));
}

/** The full hash of a commit from 4 or more of its digits, or nothing. */
export async function resolveHash(
  repository: GitRepository,
  name: string,
): Promise<string | undefined> {
  if (!/^[0-9a-f]{4,40}$/.test(name)) return undefined;
  const args = ['rev-parse', '--verify', '--quiet', `${name}^{commit}`];
  const { code, stdout } = await runGit(repository.directory, args);
  return code === 0 ? stdout.toString().trim() : undefined;
}

/** Sets a ref, or deletes it when `hash` is absent. `expected` guards against a moved ref. */
export async function setRef(
  repository: GitRepository,
  ref: string,
  hash: string | undefined,
  expected?: string,
): Promise<boolean> {
  const args = hash === undefined ? ['-d', ref] : [ref, hash];
  const guard = expected === undefined ? [] : [expected];
  const { code } = await runGit(repository.directory, ['update-ref', ...args, ...guard]);
  forgetRefs(repository);
  return code === 0;
}
