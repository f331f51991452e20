import { setTimeout as wait } from 'node:timers/promises';
import { ownAddress, pathUnderApi } from '../client/url.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { call, callWithHead } from './call.ts';
import { getAt, textAt } from './json-object.ts';
import type { MergeStrategy } from './merge-strategies.ts';
import {
  type PullRequest,
  type PullRequestName,
  pullRequestOf,
  pullRequestPath,
  readPullRequest,
} from './pull-request.ts';
import { settled } from './settled.ts';

/** How a pull request is merged; what is absent is left to Bitbucket. */
export interface MergeOptions {
  readonly strategy: MergeStrategy | undefined;
  readonly message: string | undefined;
  /** Absent: as the pull request says. */
  readonly closeSourceBranch: boolean | undefined;
}

/** Milliseconds between looks at a merge: at first, and at most. */
const [FIRST, LONGEST] = [300, 5000];
/** Seconds to follow a merge for, where nobody says. */
const PATIENCE = 600;

/**
 * Merges a pull request and waits until it is merged. It is sent once: where an answer is lost, the
 * state of the pull request decides. Bitbucket merges in the background (async=true, answered with
 * 202) and tells at the address in Location how that goes.
 * @throws BbxError CONFLICT when a branch moved meanwhile, BAD_REQUEST when it cannot be merged,
 *   TIMEOUT or CANCELLED while it is still being merged, UNAVAILABLE when nobody knows
 */
export async function mergePullRequest(
  context: Context,
  name: PullRequestName,
  { strategy, message, closeSourceBranch }: MergeOptions,
): Promise<PullRequest> {
  const body = {
    type: 'pullrequest',
    ...(strategy && { merge_strategy: strategy }),
    ...(message !== undefined && { message }),
    ...(closeSourceBranch !== undefined && { close_source_branch: closeSourceBranch }),
  };
  context.progress({ label: `Merging pull request ${name.id}` });
  const begun = await unlessStopped(context, name, () =>
    settled(context, name, 'MERGED', async () => {
      const at = `${pullRequestPath(name)}/merge`;
      const query = [['async', 'true']] as const;
      const { status, location, data } = await callWithHead(context, 'POST', at, { query, body });
      return status === 202 ? { location } : await merged(context, name, data);
    }),
  );
  const ended =
    'location' in begun
      ? await unlessStopped(context, name, () =>
          settled(context, name, 'MERGED', () => followed(context, name, begun.location)),
        )
      : begun;
  if (ended === undefined) throw stillMerging(name, 'TIMEOUT', 'It takes long');
  if (ended.state === 'MERGED') return ended;
  throw new BbxError(
    'UNAVAILABLE',
    `Bitbucket says that it merged, and pull request ${name.id} is ${ended.state.toLowerCase()}.`,
    { hint: `Look with bbx pr view ${name.id} before you repeat it.` },
  );
}

/**
 * Looks at the task, or at the pull request itself where no task is named, until there is a result.
 * @returns undefined when that takes too long
 */
async function followed(
  context: Context,
  name: PullRequestName,
  location: string,
): Promise<PullRequest | undefined> {
  const task = taskIn(context, location);
  const until = Date.now() + (context.config.timeout ?? PATIENCE) * 1000;
  for (let pause = FIRST; ; pause = Math.min(pause * 1.6, LONGEST)) {
    const result = task
      ? await taskResult(context, name, task)
      : await readPullRequest(context, name);
    if (result?.state === 'MERGED') return result;
    if (Date.now() + pause > until) return undefined;
    context.progress({ label: `Merging pull request ${name.id}` });
    await wait(pause, undefined, { signal: context.signal });
  }
}

/** The task's path below /2.0; undefined for none, and for one elsewhere: credentials stay here. */
function taskIn({ config, note }: Context, location: string): string | undefined {
  if (location === '') return undefined;
  const { apiUrl } = config;
  try {
    const address = URL.canParse(location, apiUrl) ? new URL(location, apiUrl).href : location;
    return pathUnderApi(apiUrl, ownAddress(apiUrl, address));
  } catch (error) {
    if (!(error instanceof BbxError)) throw error;
    note(error.message);
    return undefined;
  }
}

/** @returns undefined while it is pending */
async function taskResult(
  context: Context,
  name: PullRequestName,
  task: string,
): Promise<PullRequest | undefined> {
  try {
    const answer = await call(context, 'GET', task);
    if (textAt(answer, 'task_status') !== 'SUCCESS') return undefined;
    return await merged(context, name, getAt(answer, 'merge_result'));
  } catch (error) {
    // A task that is forgotten, or that this token may not see, is no failed merge.
    const untold =
      error instanceof BbxError && (error.code === 'NOT_FOUND' || error.code === 'FORBIDDEN');
    if (!untold) throw error;
    const now = await readPullRequest(context, name);
    if (now.state === 'MERGED') return now;
    throw new BbxError('UNAVAILABLE', `Nobody tells how the merge went: ${error.message}`, {
      cause: error,
    });
  }
}

/** The pull request that an answer holds, or else as it is now. */
async function merged(
  context: Context,
  name: PullRequestName,
  data: unknown,
): Promise<PullRequest> {
  const told = textAt(data, 'state') === 'MERGED' ? pullRequestOf(data) : undefined;
  return told ?? (await readPullRequest(context, name));
}

/** Once it is sent, ^C ends the waiting and not the merge. */
async function unlessStopped<T>(
  { signal }: Context,
  name: PullRequestName,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted) throw stillMerging(name, 'CANCELLED', 'You stopped waiting');
    throw error;
  }
}

const stillMerging = ({ id }: PullRequestName, code: 'TIMEOUT' | 'CANCELLED', why: string) =>
  new BbxError(code, `${why}: pull request ${id} may be merged all the same.`, {
    hint: `It goes on by itself. Look with bbx pr view ${id}.`,
  });
