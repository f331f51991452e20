import type { JsonObject } from '../json.ts';
import type { Endpoint, PullRequest, World } from '../world.ts';
import { links, repositoryApi, repositoryPage } from './links.ts';
import { rendered } from './markup.ts';
import { participantJson, personJson } from './person.ts';
import { repositoryBrief } from './repository.ts';

/** What lists leave out unless `fields` asks with a plus. */
export const HIDDEN_IN_LISTS = ['reviewers', 'participants', 'rendered'] as const;

/**
 * A pull request as its own address shows it.
 * @param hashes the commits of source and destination, as the branches stand now
 */
export function pullRequestJson(
  world: World,
  pr: PullRequest,
  hashes: { source: string | undefined; destination: string | undefined },
): JsonObject {
  const reviewers = pr.participants.filter(({ role }) => role === 'REVIEWER');
  return {
    comment_count: pr.comments.filter(({ deleted, pending }) => !deleted && !pending).length,
    task_count: pr.tasks.filter(({ state }) => state === 'UNRESOLVED').length,
    type: 'pullrequest',
    id: pr.id,
    title: pr.title,
    description: pr.description,
    rendered: {
      title: rendered(pr.title),
      description: rendered(pr.description),
    },
    state: pr.state,
    draft: pr.draft,
    merge_commit:
      pr.mergeCommit === undefined ? null : { type: 'commit', hash: pr.mergeCommit.slice(0, 12) },
    close_source_branch: pr.closeSourceBranch,
    closed_by: pr.closedBy === undefined ? null : personJson(world, pr.closedBy),
    author: personJson(world, pr.author),
    reason: pr.reason,
    created_on: pr.createdOn,
    updated_on: pr.updatedOn,
    destination: endpointJson(world, pr.destination, hashes.destination),
    source: endpointJson(world, pr.source, hashes.source),
    reviewers: reviewers.map(({ user }) => personJson(world, user)),
    participants: pr.participants.map((participant) => participantJson(world, participant)),
    links: pullRequestLinks(world, pr),
    summary: rendered(pr.description),
  };
}

function endpointJson(world: World, end: Endpoint, hash: string | undefined): JsonObject {
  const { repository } = end;
  return {
    branch: { name: end.branch },
    commit: hash === undefined ? null : endpointCommit(world, end, hash.slice(0, 12)),
    repository: repositoryBrief(world, repository),
  };
}

function endpointCommit(world: World, { repository }: Endpoint, hash: string): JsonObject {
  return {
    hash,
    links: links({
      self: `${repositoryApi(world, repository)}/commit/${hash}`,
      html: `${repositoryPage(world, repository)}/commits/${hash}`,
    }),
    type: 'commit',
  };
}

/** The address of a pull request in the API. */
export function pullRequestApi(world: World, pr: PullRequest): string {
  return `${repositoryApi(world, pr.destination.repository)}/pullrequests/${pr.id}`;
}

/** The address of a pull request in the browser. */
export function pullRequestPage(world: World, pr: PullRequest): string {
  return `${repositoryPage(world, pr.destination.repository)}/pull-requests/${pr.id}`;
}

const BELOW =
  'commits approve request-changes diff diffstat comments activity merge decline statuses';

function pullRequestLinks(world: World, pr: PullRequest): JsonObject {
  const self = pullRequestApi(world, pr);
  const below = BELOW.split(' ').map((name) => [name, `${self}/${name}`]);
  return links({ self, html: pullRequestPage(world, pr), ...Object.fromEntries(below) });
}

/** A pull request as its comments and tasks embed it. */
export function pullRequestBrief(world: World, pr: PullRequest): JsonObject {
  return {
    type: 'pullrequest',
    id: pr.id,
    title: pr.title,
    draft: pr.draft,
    links: links({ self: pullRequestApi(world, pr), html: pullRequestPage(world, pr) }),
  };
}
