import { jsonBody, requireText } from '../body.ts';
import { badRequest, notFound } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { textAt } from '../json.ts';
import { page } from '../paging.ts';
import { links, repositoryApi } from '../render/links.ts';
import { repositoryBrief } from '../render/repository.ts';
import {
  type Call,
  created,
  json,
  param,
  type Reply,
  type Route,
  repositoryOf,
  route,
} from '../route.ts';
import type { Repository } from '../world.ts';
import { commitOf } from './commits.ts';
import { hashesOf, pullRequestOf } from './pull-request-of.ts';
import { listPullRequests } from './pull-requests.ts';

const STATES = ['SUCCESSFUL', 'FAILED', 'INPROGRESS', 'STOPPED'];

function statusJson(
  call: Call,
  repository: Repository,
  hash: string,
  status: JsonObject,
): JsonObject {
  const commit = `${repositoryApi(call.world, repository)}/commit/${hash}`;
  const key = encodeURIComponent(textAt(status, 'key') ?? '');
  return {
    ...status,
    repository: repositoryBrief(call.world, repository),
    commit: { type: 'commit', hash, links: links({ self: commit }) },
    links: links({ self: `${commit}/statuses/build/${key}`, commit }),
  };
}

function listOf(call: Call, repository: Repository, hash: string): Reply {
  const refname = call.query.get('refname');
  const all = [...(repository.statuses.get(hash)?.values() ?? [])];
  const chosen = all.filter((one) => refname === null || one.refname === refname);
  return page(call, chosen, (status) => statusJson(call, repository, hash, status));
}

/** Sets a status; the same key replaces what was there. */
async function put(call: Call, key: string, merged: JsonObject): Promise<JsonObject> {
  const repository = repositoryOf(call);
  const hash = await commitOf(call, repository);
  const state = requireText(textAt(merged, 'state'), 'state');
  if (!STATES.includes(state))
    throw badRequest('Bad request', { state: [`"${state}" is not a valid choice.`] });
  const known = repository.statuses.get(hash) ?? new Map<string, JsonObject>();
  const on = call.world.clock.tick();
  const status: JsonObject = {
    key,
    type: 'build',
    state,
    name: textAt(merged, 'name') ?? null,
    description: textAt(merged, 'description') ?? '',
    url: requireText(textAt(merged, 'url'), 'url'),
    refname: textAt(merged, 'refname') ?? null,
    created_on: known.get(key)?.created_on ?? on,
    updated_on: on,
  };
  known.set(key, status);
  repository.statuses.set(hash, known);
  return statusJson(call, repository, hash, status);
}

async function knownStatus(
  call: Call,
): Promise<{ repository: Repository; hash: string; status: JsonObject }> {
  const repository = repositoryOf(call);
  const hash = await commitOf(call, repository);
  const status = repository.statuses.get(hash)?.get(param(call, 'key'));
  if (status === undefined) throw notFound('Build status not found');
  return { repository, hash, status };
}

async function pullRequestsOf(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const hash = await commitOf(call, repository);
  const found = [];
  for (const pr of repository.pullRequests) {
    const { source } = await hashesOf(pr);
    if (source === hash || pr.mergeCommit === hash) found.push(pr);
  }
  if (!call.query.has('state'))
    for (const state of ['OPEN', 'MERGED', 'DECLINED']) call.query.append('state', state);
  return listPullRequests(call, found);
}

const BUILD = 'R/commit/{commit}/statuses/build';
const SCOPE = 'read:repository';

/** Build statuses, and the pull requests of a commit. */
export const STATUSES: readonly Route[] = [
  route('GET R/commit/{commit}/statuses', SCOPE, async (call) => {
    const repository = repositoryOf(call);
    return listOf(call, repository, await commitOf(call, repository));
  }),
  route(`POST ${BUILD}`, SCOPE, async (call) => {
    const body = jsonBody(call);
    return created(await put(call, requireText(textAt(body, 'key'), 'key'), body));
  }),
  route(`GET ${BUILD}/{key}`, SCOPE, async (call) => {
    const { repository, hash, status } = await knownStatus(call);
    return json(statusJson(call, repository, hash, status));
  }),
  route(`PUT ${BUILD}/{key}`, SCOPE, async (call) => {
    const { status } = await knownStatus(call);
    return json(await put(call, param(call, 'key'), { ...status, ...jsonBody(call) }));
  }),
  route('GET R/pullrequests/{pull_request_id}/statuses', 'read:pullrequest', async (call) => {
    const pr = pullRequestOf(call);
    const { source } = await hashesOf(pr);
    return listOf(call, pr.source.repository, source ?? '');
  }),
  route('GET R/commit/{commit}/pullrequests', 'read:pullrequest', pullRequestsOf),
];
