import { jsonBody } from '../body.ts';
import { badRequest, conflict, notFound, Refusal } from '../errors.ts';
import { commitTree, isAncestor, mergeTree, type Signature } from '../git/merge.ts';
import { setRef } from '../git/refs.ts';
import { uuidOf } from '../ids.ts';
import { flagAt, type JsonObject, textAt } from '../json.ts';
import { pullRequestApi } from '../render/pull-request.ts';
import { mergeStrategies } from '../render/ref.ts';
import { actor, type Call, json, param, type Reply, type Route, route } from '../route.ts';
import type { PullRequest } from '../world.ts';
import { unmetRules } from './merge-rules.ts';
import { hashesOf, pullRequestOf, viewPullRequest } from './pull-request-of.ts';
import { close } from './pull-request-review.ts';

interface Sides {
  readonly source: string;
  readonly destination: string;
}

async function sidesOf(pr: PullRequest): Promise<Sides> {
  const { source, destination } = await hashesOf(pr);
  if (source === undefined || destination === undefined) {
    throw badRequest('The source or the destination branch does not exist any more.');
  }
  return { source, destination };
}

/**
 * Merges in git as the strategy says.
 * @returns the commit that the destination branch is at afterwards
 * @throws Refusal 400 for conflicts, for an unknown strategy, and where only a real merge would do
 */
async function merged(
  call: Call,
  pr: PullRequest,
  sides: Sides,
  body: JsonObject,
): Promise<string> {
  const strategy = textAt(body, 'merge_strategy') ?? 'merge_commit';
  if (!mergeStrategies(pr.destination.branch).includes(strategy)) {
    throw badRequest('Bad request', {
      merge_strategy: [`"${strategy}" is not an allowed merge strategy.`],
    });
  }
  const { git } = pr.destination.repository;
  const ahead = await isAncestor(git, sides.destination, sides.source);
  if (strategy.endsWith('fast_forward') && !ahead) {
    throw badRequest(
      'The destination branch has diverged: this pull request cannot be fast-forwarded.',
    );
  }
  if (strategy === 'fast_forward') return sides.source;
  const { tree, conflicts } = await mergeTree(git, sides.destination, sides.source);
  if (conflicts.length > 0) {
    throw badRequest("You can't merge until you resolve all merge conflicts.", {
      conflicts: conflicts.map((path) => `CONFLICT (content): ${path}`),
    });
  }
  const parents =
    strategy === 'merge_commit' ? [sides.destination, sides.source] : [sides.destination];
  const message =
    textAt(body, 'message') ??
    `Merged in ${pr.source.branch} (pull request #${pr.id})\n\n${pr.title}`;
  return commitTree(git, tree, parents, message, signature(call));
}

function signature(call: Call): Signature {
  const { displayName, email } = actor(call);
  return { name: displayName, email, date: new Date(call.world.clock.tick()) };
}

async function merge(call: Call): Promise<Reply> {
  const pr = pullRequestOf(call);
  const body = jsonBody(call);
  if (pr.state !== 'OPEN') throw badRequest('This pull request is already closed.');
  if (pr.draft) throw badRequest('Draft pull requests cannot be merged.');
  if (Buffer.byteLength(textAt(body, 'message') ?? '') > LONGEST_MESSAGE) {
    throw badRequest('Bad request', { message: ['Ensure it is no longer than 128 KiB.'] });
  }
  if (call.query.get('async') !== 'true') return json(await mergeNow(call, pr, body));
  // What is merged in the background fails there, too.
  const result = await mergeNow(call, pr, body).catch((error: unknown) => {
    if (error instanceof Refusal) return error;
    throw error;
  });
  return later(call, pr, result);
}

const LONGEST_MESSAGE = 128 * 1024;

async function mergeNow(call: Call, pr: PullRequest, body: JsonObject): Promise<JsonObject> {
  const unmet = unmetRules(pr);
  if (unmet.length > 0) throw badRequest(`Merge checks have not passed: ${unmet.join('; ')}.`);
  const sides = await sidesOf(pr);
  const result = await merged(call, pr, sides, body);
  const destination = `refs/heads/${pr.destination.branch}`;
  if (!(await setRef(pr.destination.repository.git, destination, result, sides.destination))) {
    throw conflict('The destination branch has been updated since. Please try again.');
  }
  close(call, pr, 'MERGED', sides);
  pr.mergeCommit = result;
  if (flagAt(body, 'close_source_branch') ?? pr.closeSourceBranch) {
    await setRef(pr.source.repository.git, `refs/heads/${pr.source.branch}`, undefined);
  }
  return await viewPullRequest(call.world, pr);
}

/** 202: the result waits at the address in Location, PENDING the first time it is asked for. */
function later(call: Call, pr: PullRequest, result: JsonObject | Refusal): Reply {
  const tries = call.world.mergeTasks.size;
  const id = uuidOf(`merge ${pr.destination.repository.slug} ${pr.id} ${tries}`).slice(1, -1);
  const ended =
    result instanceof Refusal ? result : { task_status: 'SUCCESS', merge_result: result };
  call.world.mergeTasks.set(id, ended);
  const location = `${pullRequestApi(call.world, pr)}/merge/task-status/${id}`;
  return { status: 202, bytes: Buffer.alloc(0), headers: { location } };
}

function taskStatus(call: Call): Reply {
  const pr = pullRequestOf(call);
  const id = param(call, 'task_id');
  const { mergeTasks } = call.world;
  const result = mergeTasks.get(id);
  if (result === undefined) throw notFound('Task not found');
  if (mergeTasks.has(`asked ${id}`)) {
    if (result instanceof Refusal) throw result;
    return json(result);
  }
  mergeTasks.set(`asked ${id}`, {});
  const self = `${pullRequestApi(call.world, pr)}/merge/task-status/${id}`;
  return json({ task_status: 'PENDING', links: { self: { href: self } } });
}

async function checks(call: Call): Promise<Reply> {
  const pr = pullRequestOf(call);
  const sides = await sidesOf(pr);
  const { conflicts } = await mergeTree(
    pr.destination.repository.git,
    sides.destination,
    sides.source,
  );
  const values = [
    { type: 'pullrequest_state_check', blocking: pr.state !== 'OPEN', passed: pr.state === 'OPEN' },
    { type: 'current_user_permission_check', blocking: false, passed: true },
    {
      type: 'git_mergeability_check',
      blocking: conflicts.length > 0,
      passed: conflicts.length === 0,
    },
    ...unmetRules(pr).map((name) => ({
      ...{ type: 'standard_merge_check', name },
      ...{ blocking: true, passed: false },
    })),
  ];
  const skipsGit = /type\s*!=\s*"git_mergeability_check"/.test(call.query.get('q') ?? '');
  const shown = values.filter(({ type }) => !skipsGit || type !== 'git_mergeability_check');
  return json({ size: shown.length, values: shown });
}

const BELOW = 'R/pullrequests/{pull_request_id}';

/** Merging, at once or later, and whether it can be done. */
export const PULL_REQUEST_MERGE: readonly Route[] = [
  route(`POST ${BELOW}/merge`, 'read:pullrequest write:pullrequest', merge),
  route(`GET ${BELOW}/merge/task-status/{task_id}`, 'read:pullrequest', taskStatus),
  route(`GET ${BELOW}/mergeability/checks`, 'read:pullrequest', checks),
];
