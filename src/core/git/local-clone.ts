import { type RepositoryName, repositoryOf } from '../bitbucket/web-address.ts';
import { checkedOutBranches } from './checked-out.ts';
import { enclosingGit } from './enclosing-git.ts';
import { lastWords } from './git-words.ts';
import { type GitOptions, type GitResult, tryGit } from './run-git.ts';

/** What the folder's clone says about branches of a repository. */
export interface LocalClone {
  /** Whether it is a clone of that repository; "perhaps" where its remotes do not settle it. */
  readonly kind: 'own' | 'perhaps' | 'other';
  /** What its remotes on Bitbucket are called; one of them may be an old name of that repository. */
  readonly remotes: readonly RepositoryName[];
  /** The tops of its work trees, the main one first. */
  readonly workTrees: readonly string[];
  /** The branches that are checked out, here and in other worktrees, by their names on the server. */
  readonly checkedOut: ReadonlySet<string>;
  /** Why git does not tell, where there may be something to tell. */
  readonly refusal?: string | undefined;
}

/**
 * Looks at the clone that a folder lies in. Where there is no .git there is nothing to see; where there
 * is one that git does not read, or no git to read it, the refusal says so.
 * @param names what the repository is called: as it was given, and as Bitbucket has it
 */
export async function localClone(
  git: GitOptions,
  names: readonly RepositoryName[],
  gitUrl: string,
): Promise<LocalClone> {
  const at = enclosingGit(git.cwd);
  try {
    const inside = await tryGit(['rev-parse', '--git-common-dir'], git);
    if (inside.exitCode !== 0) {
      const silent = at === undefined && isOutside(inside);
      return silent ? NOTHING : { ...NOTHING, refusal: lastWords(inside.words) };
    }
    const [{ stdout }, { refusal, ...trees }] = await Promise.all([
      tryGit(['remote', '-v'], git),
      checkedOutBranches(git, inside.stdout.replace(/\r?\n$/, '')),
    ]);
    const addresses = addressesIn(stdout);
    const remotes = addresses.flatMap((address) => repositoryOf(address, gitUrl) ?? []);
    return { kind: kindOf(addresses, names, gitUrl), remotes, ...trees, refusal };
  } catch (error) {
    if (git.signal?.aborted) throw error;
    const words = error instanceof Error ? error.message : String(error);
    return at === undefined ? NOTHING : { ...NOTHING, refusal: `${words} (There is ${at}.)` };
  }
}

const NOTHING: LocalClone = { kind: 'other', remotes: [], workTrees: [], checkedOut: new Set() };

const isOutside = ({ words }: GitResult) =>
  words.some((line) => line.includes('not a git repository'));

const addressesIn = (list: string): string[] => [
  ...new Set(
    list.split('\n').flatMap((line) => /^\S+\t(\S.*) \((?:fetch|push)\)/.exec(line)?.[1] ?? []),
  ),
];

/** A clone without any remote may be one of every repository. */
function kindOf(
  addresses: readonly string[],
  names: readonly RepositoryName[],
  gitUrl: string,
): LocalClone['kind'] {
  const isOwn = (address: string) => {
    const remote = repositoryOf(address, gitUrl);
    return remote !== undefined && names.some((name) => isSame(name, remote));
  };
  if (addresses.some(isOwn)) return 'own';
  const inDoubt = (address: string) => mayBe(address, names, gitUrl);
  return addresses.length === 0 || addresses.some(inDoubt) ? 'perhaps' : 'other';
}

const isSame = (one: RepositoryName, other: RepositoryName) =>
  one.workspace.toLowerCase() === other.workspace.toLowerCase() &&
  one.repo.toLowerCase() === other.repo.toLowerCase();

/**
 * Whether a remote may lead to the repository by a way of its own: an alias of ssh's settings, a mirror,
 * a folder. On another host it is another one if neither the workspace nor the repository is called alike.
 */
function mayBe(address: string, names: readonly RepositoryName[], gitUrl: string): boolean {
  const remote = repositoryOf(address, gitUrl);
  if (remote) return names.some(({ repo }) => repo.toLowerCase() === remote.repo.toLowerCase());
  const [, path] =
    /^(?:https?|ssh|git):\/\/[^/]+\/(.*)$/.exec(address) ??
    /^[^:/\\]{2,}:(.*)$/.exec(address) ??
    [];
  const parts = path
    ?.replace(/(?:\.git)?\/*$/, '')
    .toLowerCase()
    .split('/')
    .slice(-2);
  if (parts === undefined || parts.length < 2) return true;
  return names.some(
    ({ workspace, repo }) =>
      parts[0] === workspace.toLowerCase() || parts[1] === repo.toLowerCase(),
  );
}
