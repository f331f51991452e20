import type { Context } from '../context.ts';
import { call } from './call.ts';
import { getAt, listAt, textAt } from './json-object.ts';
import { type PullRequestName, pullRequestPath } from './pull-request.ts';

/** Texts of .../mergeability/checks: what the checks that are always there are about. */
const WORDS: Readonly<Record<string, string>> = {
  git_mergeability_check: 'conflicts with the destination',
  pullrequest_state_check: 'it is closed or a draft',
  current_user_permission_check: 'you may not merge here',
  merge_queue_check: 'a merge queue decides',
};

/**
 * Reads what keeps a pull request from being merged, in short words.
 * @returns nothing when it can be merged
 * @throws BbxError as `call`; NOT_FOUND where Bitbucket has this endpoint (of 2026-10) not yet
 */
export async function readMergeBlockers(
  context: Context,
  name: PullRequestName,
): Promise<string[]> {
  const data = await call(context, 'GET', `${pullRequestPath(name)}/mergeability/checks`);
  return listAt(data, 'values')
    .filter((check) => getAt(check, 'blocking') === true)
    .map((check) => {
      const type = textAt(check, 'type');
      const own = textAt(check, 'name') || textAt(check, 'check.kind') || type;
      return WORDS[type] ?? own.replaceAll('_', ' ');
    });
}
