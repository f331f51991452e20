import type { Context } from '../context.ts';
import { call } from './call.ts';
import { type PullRequest, type PullRequestName, pullRequestPath } from './pull-request.ts';

/** What somebody thinks of a pull request; "none" takes back what they said. */
export type Verdict = 'approve' | 'request-changes' | 'none';

/** The verdict that a person has given; "none" where there is none yet. */
export function verdictOf({ participants }: PullRequest, uuid: string): Verdict {
  // An account that is gone has no uuid, and is not the one that was asked for.
  const own = participants.find(({ person }) => uuid !== '' && person.uuid === uuid);
  if (own?.verdict === undefined) return 'none';
  return own.verdict === 'approved' ? 'approve' : 'request-changes';
}

/**
 * Gives a verdict as whoever is signed in. Giving the same one twice does no harm.
 * @param before the one that stands, where known: "none" takes back both unless it is
 * @throws BbxError BAD_REQUEST for a pull request that is closed, and as `call`
 */
export async function giveVerdict(
  context: Context,
  name: PullRequestName,
  verdict: Verdict,
  before?: Verdict,
): Promise<void> {
  const at = pullRequestPath(name);
  if (verdict !== 'none') return void (await call(context, 'POST', `${at}/${verdict}`));
  for (const given of ['approve', 'request-changes'] as const) {
    if (before === undefined || before === given) await call(context, 'DELETE', `${at}/${given}`);
  }
}
