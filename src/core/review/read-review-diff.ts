import { missingDiff } from '../bitbucket/missing-diff.ts';
import type { PullRequest, PullRequestName } from '../bitbucket/pull-request.ts';
import { readPullRequestDiff } from '../bitbucket/pull-request-diff.ts';
import type { Context } from '../context.ts';
import type { DiffFile } from '../diff/diff.ts';
import { BbxError } from '../errors.ts';

/**
 * Reads the diff that comments are to be placed on.
 * @throws BbxError CONFLICT where there is none, because a branch is gone; NOT_FOUND where the pull
 *   request is gone by now; as readPullRequestDiff
 */
export async function readReviewDiff(
  context: Context,
  name: PullRequestName,
  { id, source }: PullRequest,
): Promise<DiffFile[]> {
  const gone = (cause?: BbxError) =>
    new BbxError('CONFLICT', `Pull request ${id} has no diff to comment on.`, {
      hint: `Its source branch ${source.branch} is gone or has no commits. A body alone can be posted all the same.`,
      status: cause?.status,
      server: cause?.server,
      cause,
    });
  if (source.commit === undefined) throw gone();
  context.progress({ label: 'Reading the diff' });
  try {
    return await readPullRequestDiff(context, name);
  } catch (error) {
    // What is not there may be the pull request, or no more to be seen by who asks.
    const missing = await missingDiff(error, context, name);
    const isDiff = missing !== error && missing instanceof BbxError && missing.cause === error;
    throw isDiff ? gone(missing) : missing;
  }
}
