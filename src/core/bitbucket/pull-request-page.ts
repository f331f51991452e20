import type { Context } from '../context.ts';
import type { PullRequestName } from './pull-request.ts';

/** The page of a pull request in the browser, where nothing was read that names it. */
export const pullRequestPage = (
  { config }: Context,
  { workspace, repo, id }: PullRequestName,
): string => `${config.gitUrl}/${workspace}/${repo}/pull-requests/${id}`;
