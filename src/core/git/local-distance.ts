import { type GitOptions, tryGit } from './run-git.ts';

/** Commits that a tip has and the base has not, and the other way round. */
export interface Distance {
  readonly ahead: number;
  readonly behind: number;
}

/**
 * Counts how far commits are from a base by what a clone has, without any network.
 * @param git whose folder lies in the clone
 * @returns by hash; a commit that the clone has not is not among them. None in a shallow or partial
 *   clone, which would count wrong, or fetch
 */
export async function localDistances(
  git: GitOptions,
  base: string,
  tips: readonly string[],
): Promise<ReadonlyMap<string, Distance>> {
  const found = new Map<string, Distance>();
  if (tips.length === 0 || !(await isWhole(git))) return found;
  const known = await present(git, [base, ...tips]);
  if (!known.has(base)) return found;
  for (const tip of new Set(tips)) {
    if (!known.has(tip)) continue;
    const range = `${base}...${tip}`;
    const args = ['rev-list', '--left-right', '--count', range, '--'];
    const { stdout, exitCode } = await tryGit(args, git);
    const [, behind, ahead] = /^(\d+)\s+(\d+)/.exec(stdout) ?? [];
    if (exitCode === 0 && ahead !== undefined) {
      found.set(tip, { ahead: Number(ahead), behind: Number(behind) });
    }
  }
  return found;
}

async function isWhole(git: GitOptions): Promise<boolean> {
  const shallow = await tryGit(['rev-parse', '--is-shallow-repository'], git);
  const partial = await tryGit(['config', '--get', 'extensions.partialclone'], git);
  return shallow.stdout.trim() === 'false' && partial.exitCode === 1;
}

async function present(git: GitOptions, hashes: readonly string[]): Promise<Set<string>> {
  const input = `${hashes.join('\n')}\n`;
  const { stdout } = await tryGit(['cat-file', '--batch-check'], { ...git, input });
  return new Set([...stdout.matchAll(/^([0-9a-f]{40}) commit /gm)].map(([, hash = '']) => hash));
}
