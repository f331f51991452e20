import type { PullRequest } from '../../core/bitbucket/pull-request.ts';

/** The source branch; with its repository in front where that is a fork. */
export function sourceName({ source, destination }: PullRequest): string {
  const fork = source.repository !== undefined && source.repository !== destination.repository;
  return fork ? `${source.repository}:${source.branch}` : source.branch;
}
