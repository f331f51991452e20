import type { Context } from '../context.ts';
import { call } from './call.ts';
import {
  type PullRequest,
  type PullRequestName,
  pullRequestOf,
  pullRequestPath,
} from './pull-request.ts';
import { settled } from './settled.ts';

/**
 * Declines a pull request; there is no way back on Cloud. A lost answer is looked after, and never
 * sent again.
 * @param message shown as the reason
 * @throws BbxError BAD_REQUEST for one that is closed, UNAVAILABLE where it stayed open, and as `call`
 */
export async function declinePullRequest(
  context: Context,
  name: PullRequestName,
  message: string | undefined,
): Promise<PullRequest> {
  const body = message === undefined ? undefined : { message };
  const post = async () =>
    pullRequestOf(await call(context, 'POST', `${pullRequestPath(name)}/decline`, { body }));
  return await settled(context, name, 'DECLINED', post);
}
