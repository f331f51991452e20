import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { call, path } from './call.ts';
import { listAt, textAt } from './json-object.ts';
import type { PullRequest, PullRequestName } from './pull-request.ts';

/** Every strategy that Bitbucket has (schema pullrequest_merge_parameters). */
export const MERGE_STRATEGIES = [
  'merge_commit',
  'squash',
  'fast_forward',
  'squash_fast_forward',
  'rebase_fast_forward',
  'rebase_merge',
] as const;

export type MergeStrategy = (typeof MERGE_STRATEGIES)[number];

/** What the destination branch allows. */
export interface AllowedStrategies {
  /** Empty where Bitbucket does not tell: it decides itself then. */
  readonly allowed: readonly MergeStrategy[];
  /** What it takes where none is named. */
  readonly standard: MergeStrategy | undefined;
}

/**
 * Reads how pull requests may be merged into their destination, from that branch.
 * @returns nothing allowed and no standard where the token may not see the branch, or it is gone
 * @throws BbxError as `call`
 */
export async function readMergeStrategies(
  context: Context,
  { workspace, repo }: PullRequestName,
  { destination }: PullRequest,
): Promise<AllowedStrategies> {
  try {
    const at = path`/repositories/${workspace}/${repo}/refs/branches/${destination.branch}`;
    const branch = await call(context, 'GET', at);
    const standard = textAt(branch, 'default_merge_strategy');
    return {
      allowed: listAt(branch, 'merge_strategies').filter(isStrategy),
      standard: isStrategy(standard) ? standard : undefined,
    };
  } catch (error) {
    const unseen =
      error instanceof BbxError && (error.code === 'FORBIDDEN' || error.code === 'NOT_FOUND');
    if (!unseen) throw error;
    return { allowed: [], standard: undefined };
  }
}

const isStrategy = (value: unknown): value is MergeStrategy =>
  MERGE_STRATEGIES.some((one) => one === value);
