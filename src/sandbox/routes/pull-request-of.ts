import { notFound } from '../errors.ts';
import { refs } from '../git/refs.ts';
import type { JsonObject } from '../json.ts';
import { pullRequestJson } from '../render/pull-request.ts';
import { type Call, param, repositoryOf } from '../route.ts';
import type { Endpoint, PullRequest, World } from '../world.ts';

/**
 * The pull request that the path names.
 * @throws Refusal 404
 */
export function pullRequestOf(call: Call): PullRequest {
  const repository = repositoryOf(call);
  const id = Number(param(call, 'pull_request_id'));
  const found = repository.pullRequests.find((pr) => pr.id === id);
  if (found === undefined) throw notFound('Pull request not found');
  return found;
}

/** The commits of both sides: the branches' tips while it is open, kept hashes afterwards. */
export async function hashesOf(
  pr: PullRequest,
): Promise<{ source: string | undefined; destination: string | undefined }> {
  return { source: await hashOf(pr.source), destination: await hashOf(pr.destination) };
}

async function hashOf({ repository, branch, hash }: Endpoint): Promise<string | undefined> {
  return hash ?? (await refs(repository.git)).get(`refs/heads/${branch}`);
}

/** One pull request in full. */
export async function viewPullRequest(world: World, pr: PullRequest): Promise<JsonObject> {
  return pullRequestJson(world, pr, await hashesOf(pr));
}

/** A view of each of many pull requests, for a list. */
export async function pullRequestView(
  world: World,
  list: readonly PullRequest[],
): Promise<(pr: PullRequest) => JsonObject> {
  const hashes = new Map(
    await Promise.all(list.map(async (pr) => [pr, await hashesOf(pr)] as const)),
  );
  const none = { source: undefined, destination: undefined };
  return (pr) => pullRequestJson(world, pr, hashes.get(pr) ?? none);
}
