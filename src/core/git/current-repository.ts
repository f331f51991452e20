import type { RepositoryName } from '../bitbucket/web-address.ts';
import { BbxError } from '../errors.ts';
import { bitbucketRemotes, type Here, isOutside, refused } from './remotes.ts';
import { runGit, tryGit } from './run-git.ts';

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
  const all = await bitbucketRemotes(here, gitUrl);
  const remotes = new Map(all.map(({ name, repository }) => [name, repository]));
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

async function followedRemote(here: Here): Promise<string> {
  const { stdout } = await runGit(
    ['for-each-ref', '--format=%(HEAD)%(upstream:remotename)', 'refs/heads'],
    here,
  );
  const current = stdout.split('\n').find((line) => line.startsWith('*'));
  return current?.slice(1) ?? '';
}
