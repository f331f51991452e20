import { type RepositoryName, repositoryOf } from '../bitbucket/web-address.ts';
import { BbxError } from '../errors.ts';
import { lastWords } from './git-words.ts';
import { type GitResult, tryGit } from './run-git.ts';

/** A folder, perhaps in a work tree, and how git is run there. */
export interface Here {
  readonly cwd: string;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly signal?: AbortSignal | undefined;
}

/** A remote of the clone here that leads to Bitbucket. */
export interface Remote {
  readonly name: string;
  /** As git uses it to fetch, every url.….insteadOf applied. */
  readonly address: string;
  readonly repository: RepositoryName;
}

/**
 * Lists the remotes that lead to Bitbucket, in git's order.
 * @param gitUrl where Bitbucket's repositories live, as in Config
 * @returns none outside a repository, and without git
 * @throws BbxError GIT_FAILED when git refuses the folder for another reason
 */
export async function bitbucketRemotes(here: Here, gitUrl: string): Promise<Remote[]> {
  return (await remoteList(here)).split('\n').flatMap((line) => {
    // A partial clone adds " [blob:none]".
    const [, name = '', address = ''] = /^(\S+)\t(\S.*) \(fetch\)/.exec(line) ?? [];
    const repository = repositoryOf(address, gitUrl);
    return repository ? [{ name, address, repository }] : [];
  });
}

/** Whether git said that the folder is in no repository. */
export const isOutside = ({ words }: GitResult): boolean =>
  words.some((line) => line.includes('not a git repository'));

/** What git refused, in its own words. */
export const refused = ({ words, exitCode }: GitResult): BbxError =>
  new BbxError('GIT_FAILED', `git failed (exit code ${exitCode}): ${lastWords(words)}`);

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
