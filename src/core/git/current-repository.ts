import { type RepositoryName, repositoryOf } from '../bitbucket/web-address.ts';
import { BbxError } from '../errors.ts';
import { lastWords } from './git-words.ts';
import { type GitResult, runGit, tryGit } from './run-git.ts';

interface Here {
  /** A folder, perhaps in a work tree. */
  readonly cwd: string;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Tells which Bitbucket repository the folder is a clone of: by the remote that the current branch
 * follows, else `origin`, else any remote on Bitbucket.
 * @param gitUrl where Bitbucket's repositories live, as in Config
 * @returns undefined outside a repository, without such a remote, and without git
 * @throws BbxError GIT_FAILED when git refuses the folder for another reason
 */
export async function currentRepository(
  here: Here,
  gitUrl: string,
): Promise<RepositoryName | undefined> {
  const remotes = new Map<string, RepositoryName>();
  for (const line of (await remoteList(here)).split('\n')) {
    // git's own list has every url.….insteadOf applied. A partial clone adds " [blob:none]".
    const [, name = '', address = ''] = /^(\S+)\t(\S.*) \(fetch\)/.exec(line) ?? [];
    const repository = repositoryOf(address, gitUrl);
    if (repository) remotes.set(name, repository);
  }
  const [any, ...others] = remotes.values();
  if (others.length === 0) return any;
  return remotes.get(await followedRemote(here)) ?? remotes.get('origin') ?? any;
}

/**
 * Tells the name of the current branch, also before its first commit.
 * @throws BbxError USAGE on a detached HEAD, or outside a repository; GIT_FAILED when git refuses the folder
 */
export async function currentBranch(here: Here): Promise<string> {
  const result = await tryGit(['symbolic-ref', '--short', '-q', 'HEAD'], here);
  if (result.exitCode === 0) return result.stdout.trim();
  if (isOutside(result)) {
    throw new BbxError('USAGE', 'This folder is in no git repository, so it has no branch.', {
      hint: 'Name the branch, or run bbx in a clone.',
    });
  }
  if (result.exitCode !== 1) throw refused(result);
  throw new BbxError('USAGE', 'No branch is checked out here (detached HEAD).', {
    hint: 'Name the branch, or check one out.',
  });
}

const isOutside = ({ words }: GitResult) =>
  words.some((line) => line.includes('not a git repository'));

async function remoteList(here: Here): Promise<string> {
  try {
    const result = await tryGit(['remote', '-v'], here);
    if (result.exitCode === 0) return result.stdout;
    if (isOutside(result)) return '';
    throw refused(result);
  } catch (error) {
    // Only a git that did not start has a cause; the repository can then be named in other ways.
    if (error instanceof BbxError && error.code === 'GIT_FAILED' && error.cause) return '';
    throw error;
  }
}

async function followedRemote(here: Here): Promise<string> {
  const { stdout } = await runGit(
    ['for-each-ref', '--format=%(HEAD)%(upstream:remotename)', 'refs/heads'],
    here,
  );
  const current = stdout.split('\n').find((line) => line.startsWith('*'));
  return current?.slice(1) ?? '';
}

const refused = ({ words, exitCode }: GitResult) =>
  new BbxError('GIT_FAILED', `git failed (exit code ${exitCode}): ${lastWords(words)}`);
