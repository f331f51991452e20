import type { Context } from '../context.ts';
import { BbxError, type ErrorCode } from '../errors.ts';
import {
  type PullRequest,
  type PullRequestName,
  type PullRequestState,
  readPullRequest,
} from './pull-request.ts';

/** After these the request may have had its effect: 5xx and 555, a lost connection, a deadline. */
const UNCERTAIN: readonly ErrorCode[] = ['UNAVAILABLE', 'NETWORK', 'TIMEOUT'];

/**
 * Sends what can be done once only, such as a merge. Where its answer is lost, the pull request is
 * read and its state decides; nothing is ever sent twice.
 * @param wanted the state that the request brings about
 * @throws BbxError UNAVAILABLE when the answer was lost and the state is another one, or cannot be
 *   read; and as `send`
 */
export async function settled<T>(
  context: Context,
  name: PullRequestName,
  wanted: PullRequestState,
  send: () => Promise<T>,
): Promise<T | PullRequest> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof BbxError) || !UNCERTAIN.includes(error.code)) throw error;
    const now = await readPullRequest(context, name).catch(() => undefined);
    if (now?.state === wanted) {
      context.note(`The answer was lost (${error.message}); it has happened all the same.`);
      return now;
    }
    throw new BbxError('UNAVAILABLE', lost(name, now, error), {
      hint: `It may still happen: look with bbx pr view ${name.id} before you repeat it.`,
      status: error.status,
      server: error.server,
      cause: error,
    });
  }
}

function lost({ id }: PullRequestName, now: PullRequest | undefined, { message }: BbxError) {
  const state = now ? `is ${now.state.toLowerCase()} at the moment` : 'could not be read since';
  return `The answer was lost, and pull request ${id} ${state}: ${message}`;
}
