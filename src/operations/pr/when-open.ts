import {
  type PullRequest,
  type PullRequestName,
  readPullRequest,
} from '../../core/bitbucket/pull-request.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';

/**
 * Does what only an open pull request takes. Where it is refused, the state is read and said:
 * Bitbucket's own words do not tell a closed one from another mistake.
 * @param what the end of "only an open one can be ..."
 * @throws BbxError BAD_REQUEST that names the state, and as `work`
 */
export async function whenOpen<T>(
  context: Context,
  name: PullRequestName,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const refused =
      error instanceof BbxError && ['BAD_REQUEST', 'NOT_FOUND', 'CONFLICT'].includes(error.code);
    if (!refused) throw error;
    const pr = await readPullRequest(context, name);
    throw pr.state === 'OPEN' ? error : notOpen(pr, what, error);
  }
}

/** Says that a pull request is closed, and so cannot be `what`. */
export const notOpen = ({ id, state, url }: PullRequest, what: string, cause?: BbxError) =>
  new BbxError(
    'BAD_REQUEST',
    `Pull request ${id} is ${state.toLowerCase()}: only an open one can be ${what}.`,
    { hint: `Look at it: ${url}`, status: cause?.status, server: cause?.server, cause },
  );
