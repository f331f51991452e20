import { fullName } from '../../core/bitbucket/full-name.ts';
import type { PullRequest, PullRequestName } from '../../core/bitbucket/pull-request.ts';
import { repositoryOf } from '../../core/bitbucket/web-address.ts';
import type { Config } from '../../core/config.ts';
import { BbxError } from '../../core/errors.ts';
import type { Remote } from '../../core/git/remotes.ts';

/** Where git fetches from. */
export interface FetchPlace {
  /** A remote's name, or an address. */
  readonly from: string;
  readonly isRemote: boolean;
  /** bbx answers git's questions for credentials. */
  readonly overHttps: boolean;
}

/** Where the commits of a pull request are. */
export interface Sources {
  /** The repository of the source branch; undefined when the fork is gone. */
  readonly source: FetchPlace | undefined;
  /** The repository of the pull request, which keeps commits that were merged. */
  readonly destination: FetchPlace;
  readonly isFork: boolean;
}

/**
 * Finds the remotes of a clone for a pull request; a fork that is none of them is reached by its
 * address, in the way in which the clone reaches the repository.
 * @throws BbxError USAGE when the folder is a clone of neither
 */
export function sourcesOf(
  { source }: PullRequest,
  name: PullRequestName,
  remotes: readonly Remote[],
  config: Config,
): Sources {
  const own = fullName(name);
  const of = (repository: string) =>
    remotes.find(
      (remote) => fullName(remote.repository).toLowerCase() === repository.toLowerCase(),
    );
  const near = of(own) ?? (source.repository ? of(source.repository) : undefined);
  if (near === undefined) {
    throw new BbxError('USAGE', `This folder is no clone of ${own}.`, {
      hint: `Clone it first: bbx clone ${own}`,
    });
  }
  const overHttps = /^https?:/i.test(near.address);
  const place = (repository: string): FetchPlace => {
    const remote = of(repository);
    if (remote) {
      return { from: remote.name, isRemote: true, overHttps: /^https?:/i.test(remote.address) };
    }
    return { from: addressOf(repository, overHttps, config), isRemote: false, overHttps };
  };
  return {
    source: source.repository === undefined ? undefined : place(source.repository),
    destination: place(own),
    isFork: source.repository?.toLowerCase() !== own.toLowerCase(),
  };
}

/** @throws BbxError UNAVAILABLE for a name that is no part of an address */
function addressOf(repository: string, overHttps: boolean, { gitUrl }: Config): string {
  const https = `${gitUrl}/${repository}.git`;
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository) || !repositoryOf(https, gitUrl)) {
    throw new BbxError('UNAVAILABLE', `Bitbucket named a repository ${repository.slice(0, 80)}.`);
  }
  return overHttps ? https : `git@${new URL(gitUrl).hostname}:${repository}.git`;
}
