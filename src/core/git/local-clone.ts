import { type RepositoryName, repositoryOf } from '../bitbucket/web-address.ts';
import { lastWords } from './git-words.ts';
import { type GitOptions, type GitResult, tryGit } from './run-git.ts';

/** What the folder's clone says about branches of a repository. */
export interface LocalClone {
  /** Whether it is a clone of that repository. */
  readonly own: boolean;
  /** The top of the work tree that the folder lies in, be it of that repository or of another. */
  readonly root: string | undefined;
  /** The branches that are checked out, here and in other worktrees, by their names on the server. */
  readonly checkedOut: ReadonlySet<string>;
  /** Why git does not tell, where there may be something to tell. */
  readonly refusal?: string | undefined;
}

/**
 * Looks at the clone that a folder lies in; without one, and without git, there is nothing to see.
 * @param names what the repository is called: as it was given, and as Bitbucket has it
 */
export async function localClone(
  git: GitOptions,
  names: readonly RepositoryName[],
  gitUrl: string,
): Promise<LocalClone> {
  try {
    const top = await tryGit(['rev-parse', '--show-toplevel'], git);
    const root = top.exitCode === 0 ? top.stdout.replace(/\r?\n$/, '') : undefined;
    if (top.exitCode !== 0 && !isExpected(top)) {
      return { ...NOTHING, refusal: lastWords(top.words) };
    }
    const own = await isCloneOf(git, names, gitUrl);
    return { own, root, checkedOut: own ? await checkedOut(git) : new Set() };
  } catch (error) {
    if (git.signal?.aborted) throw error;
    return NOTHING;
  }
}

const NOTHING: LocalClone = { own: false, root: undefined, checkedOut: new Set() };

/** Outside of any repository, and in a bare one. */
const isExpected = ({ words }: GitResult) =>
  words.some((line) => /not a git repository|must be run in a work tree/.test(line));

async function isCloneOf(git: GitOptions, names: readonly RepositoryName[], gitUrl: string) {
  const { stdout } = await tryGit(['remote', '-v'], git);
  return stdout.split('\n').some((line) => {
    const [, address = ''] = /^\S+\t(\S.*) \((?:fetch|push)\)/.exec(line) ?? [];
    const remote = repositoryOf(address, gitUrl);
    return remote !== undefined && names.some((name) => isSame(name, remote));
  });
}

const isSame = (one: RepositoryName, other: RepositoryName) =>
  one.workspace.toLowerCase() === other.workspace.toLowerCase() &&
  one.repo.toLowerCase() === other.repo.toLowerCase();

/** A branch here may follow one of another name there: both count. */
async function checkedOut(git: GitOptions): Promise<Set<string>> {
  const { stdout } = await tryGit(['worktree', 'list', '--porcelain'], git);
  const local = [...stdout.matchAll(/^branch refs\/heads\/(.+)$/gm)].map(([, name = '']) => name);
  const followed = await upstreams(git);
  return new Set(local.flatMap((name) => [name, followed.get(name) ?? name]));
}

async function upstreams(git: GitOptions): Promise<Map<string, string>> {
  const format = '--format=%(refname)%09%(upstream:remoteref)';
  const { stdout } = await tryGit(['for-each-ref', format, 'refs/heads'], git);
  const pairs = stdout.split('\n').map((line) => {
    const [name = '', upstream = ''] = line.split('\t');
    return [name.replace(/^refs\/heads\//, ''), upstream.replace(/^refs\/heads\//, '')] as const;
  });
  return new Map(pairs.filter(([, upstream]) => upstream !== ''));
}
