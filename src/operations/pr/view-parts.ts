import { type Check, readChecks } from '../../core/bitbucket/checks.ts';
import { readMergeBlockers } from '../../core/bitbucket/merge-blockers.ts';
import {
  type PullRequest,
  type PullRequestName,
  readPullRequest,
} from '../../core/bitbucket/pull-request.ts';
import { readTasks, type Task } from '../../core/bitbucket/tasks.ts';
import { readThreads, type Thread } from '../../core/bitbucket/threads.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';

/** A part that could not be read is the reason. */
export type Part<T> = T | BbxError;

/** A pull request with what surrounds it. */
export interface ViewParts {
  readonly pr: PullRequest;
  readonly checks: Part<readonly Check[]>;
  readonly threads: Part<readonly Thread[]>;
  readonly tasks: Part<readonly Task[]>;
  /** Empty when nothing is in the way, or nobody can tell. */
  readonly blockers: readonly string[];
}

/**
 * Reads all parts at once. One that the token may not see does not take the others along.
 * @throws BbxError when the pull request itself cannot be read
 */
export async function readView(context: Context, name: PullRequestName): Promise<ViewParts> {
  const [pr, checks, threads, tasks, blockers] = await Promise.all([
    readPullRequest(context, name),
    part(readChecks(context, name)),
    part(readThreads(context, name)),
    part(readTasks(context, name).then((all) => all.filter(({ done }) => !done))),
    part(readMergeBlockers(context, name)),
  ]);
  const told = pr.state === 'OPEN' && !(blockers instanceof BbxError);
  return { pr, checks, threads, tasks, blockers: told ? blockers : [] };
}

const part = <T>(work: Promise<T>): Promise<Part<T>> =>
  work.catch((error: unknown) => {
    if (error instanceof BbxError && error.code !== 'CANCELLED') return error;
    throw error;
  });

/** Threads on the diff that wait for somebody; Bitbucket resolves no others. */
export const unresolved = (threads: readonly Thread[]): Thread[] =>
  threads.filter(
    ({ place, resolvedBy, comments }) =>
      place !== undefined && resolvedBy === undefined && comments.some(({ pending }) => !pending),
  );
