import type { GitCommit } from '../git/repository.ts';
import type { JsonObject } from '../json.ts';
import type { Repository, World } from '../world.ts';
import { commitJson } from './commit.ts';
import { links, repositoryApi, repositoryPage } from './links.ts';

const EVERYWHERE = ['merge_commit', 'squash', 'fast_forward', 'squash_fast_forward'] as const;
const ON_RELEASES = ['fast_forward', 'merge_commit'] as const;

/** The ways of merging that a branch allows, the one that it takes by itself first. */
export const mergeStrategies = (branch: string): readonly string[] =>
  branch.startsWith('release/') ? ON_RELEASES : EVERYWHERE;

function refLinks(world: World, repository: Repository, kind: string, name: string): JsonObject {
  const api = repositoryApi(world, repository);
  const encoded = encodeURIComponent(name).replaceAll('%2F', '/');
  return links({
    self: `${api}/refs/${kind}/${encoded}`,
    commits: `${api}/commits/${encoded}`,
    html: `${repositoryPage(world, repository)}/${kind === 'tags' ? 'commits/tag' : 'branch'}/${encoded}`,
  });
}

/** A branch with the commit at its tip. */
export function branchJson(
  world: World,
  repository: Repository,
  name: string,
  tip: GitCommit,
): JsonObject {
  return {
    name,
    target: commitJson(world, repository, tip),
    links: refLinks(world, repository, 'branches', name),
    type: 'branch',
    merge_strategies: mergeStrategies(name),
    default_merge_strategy: mergeStrategies(name)[0] ?? 'merge_commit',
  };
}

/** A tag with its commit. */
export function tagJson(
  world: World,
  repository: Repository,
  name: string,
  target: GitCommit,
): JsonObject {
  return {
    name,
    type: 'tag',
    message: '',
    date: target.date,
    tagger: null,
    target: commitJson(world, repository, target),
    links: refLinks(world, repository, 'tags', name),
  };
}
