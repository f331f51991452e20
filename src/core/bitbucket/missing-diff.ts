import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { type PullRequestName, readPullRequest } from './pull-request.ts';

/**
 * Finds out what is not there when the diff of a pull request is not: the pull request itself, or a
 * commit of it, as when its source branch or its fork is gone.
 * @returns the error to throw; any but NOT_FOUND is returned as it is
 */
export async function missingDiff(
  error: unknown,
  context: Context,
  name: PullRequestName,
): Promise<unknown> {
  if (!(error instanceof BbxError) || error.code !== 'NOT_FOUND') return error;
  try {
    const { source } = await readPullRequest(context, name);
    const { status, server } = error;
    return new BbxError('NOT_FOUND', `Bitbucket has no diff of pull request ${name.id} any more.`, {
      hint: `Its branch ${source.branch} may be gone, with its commits.`,
      status,
      server,
      cause: error,
    });
  } catch (missing) {
    return missing;
  }
}
