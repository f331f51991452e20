import { noCommit } from '../errors.ts';
import { commitsOf, log } from '../git/log.ts';
import { branchTip, refs, resolveRevision } from '../git/refs.ts';
import { walk } from '../paging.ts';
import { commitJson } from '../render/commit.ts';
import { participantJson } from '../render/person.ts';
import {
  actor,
  type Call,
  json,
  nothing,
  param,
  type Reply,
  type Route,
  repositoryOf,
  route,
} from '../route.ts';
import type { Participant, Repository } from '../world.ts';
import { hashesOf, pullRequestOf } from './pull-request-of.ts';

/**
 * The commit that the path names.
 * @throws Refusal 404 for an unknown one, and for every branch with a slash in its name
 */
export async function commitOf(call: Call, repository: Repository): Promise<string> {
  const name = param(call, 'commit');
  const hash = await resolveRevision(repository.git, name);
  if (hash === undefined) throw noCommit(name);
  return hash;
}

/** A revision in a query may be a branch with a slash; in a path it may not. */
async function named(repository: Repository, name: string): Promise<string> {
  const hash =
    (await branchTip(repository.git, name)) ?? (await resolveRevision(repository.git, name));
  if (hash === undefined) throw noCommit(name);
  return hash;
}

async function listCommits(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const form = new URLSearchParams(call.method === 'POST' ? call.body.toString() : '');
  const all = (key: string) => [...call.query.getAll(key), ...form.getAll(key)];
  const include = await Promise.all(all('include').map((name) => named(repository, name)));
  const exclude = await Promise.all(all('exclude').map((name) => named(repository, name)));
  const revision = call.params.revision;
  if (revision !== undefined) {
    const hash = await resolveRevision(repository.git, revision);
    if (hash === undefined) throw noCommit(revision);
    include.push(hash);
  }
  if (include.length === 0) include.push(...(await refs(repository.git)).values());
  if (include.length === 0) return walk(call, async () => []);
  const paths = all('path');
  const range = [...include, ...exclude.map((hash) => `^${hash}`)];
  return walkLog(call, repository, [...range, '--', ...paths.map((path) => `:(literal)${path}`)]);
}

function walkLog(call: Call, repository: Repository, args: readonly string[]): Promise<Reply> {
  return walk(call, async (skip, count) => {
    const found = await log(repository.git, [
      '--topo-order',
      `--skip=${skip}`,
      `-n${count}`,
      ...args,
    ]);
    return found.map((commit) => commitJson(call.world, repository, commit));
  });
}

async function show(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const hash = await commitOf(call, repository);
  const [commit] = await commitsOf(repository.git, [hash]);
  if (commit === undefined) throw noCommit(hash);
  const participants = repository.approvals.get(hash) ?? [];
  return json({
    ...commitJson(call.world, repository, commit),
    participants: participants.map((one) => participantJson(call.world, one)),
  });
}

async function approve(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const hash = await commitOf(call, repository);
  const own: Participant = {
    user: actor(call),
    role: 'PARTICIPANT',
    approved: true,
    state: 'approved',
    participatedOn: call.world.clock.tick(),
  };
  const others = (repository.approvals.get(hash) ?? []).filter(({ user }) => user !== own.user);
  repository.approvals.set(hash, [...others, own]);
  return json(participantJson(call.world, own));
}

async function unapprove(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const hash = await commitOf(call, repository);
  const own = actor(call);
  const others = (repository.approvals.get(hash) ?? []).filter(({ user }) => user !== own);
  repository.approvals.set(hash, others);
  return nothing();
}

async function commitsOfPullRequest(call: Call): Promise<Reply> {
  const pr = pullRequestOf(call);
  const { source, destination } = await hashesOf(pr);
  if (source === undefined || destination === undefined) return walk(call, async () => []);
  return walkLog(call, pr.source.repository, [source, `^${destination}`, '--']);
}

/** Commits, one by one and as history. */
export const COMMITS: readonly Route[] = [
  route('GET R/commits', 'read:repository', listCommits),
  route('POST R/commits', 'read:repository', listCommits),
  route('GET R/commits/{revision}', 'read:repository', listCommits),
  route('POST R/commits/{revision}', 'read:repository', listCommits),
  route('GET R/commit/{commit}', 'read:repository', show),
  route('POST R/commit/{commit}/approve', 'read:repository write:repository', approve),
  route('DELETE R/commit/{commit}/approve', 'write:repository', unapprove),
  route('GET R/pullrequests/{pull_request_id}/commits', 'read:pullrequest', commitsOfPullRequest),
];
