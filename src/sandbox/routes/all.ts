import type { Route } from '../route.ts';
import { BRANCH_RESTRICTIONS } from './branch-restrictions.ts';
import { BRANCHING_MODELS } from './branching-model.ts';
import { COMMIT_COMMENTS } from './commit-comments.ts';
import { COMMITS } from './commits.ts';
import { DEFAULT_REVIEWERS } from './default-reviewers.ts';
import { DEPLOYMENTS } from './deployments.ts';
import { DIFFS } from './diff.ts';
import { DOWNLOADS } from './downloads.ts';
import { HOOKS } from './hooks.ts';
import { PIPELINE_STEPS } from './pipeline-steps.ts';
import { PIPELINES } from './pipelines.ts';
import { PULL_REQUEST_ACTIVITY } from './pull-request-activity.ts';
import { PULL_REQUEST_COMMENTS } from './pull-request-comments.ts';
import { PULL_REQUEST_MERGE } from './pull-request-merge.ts';
import { PULL_REQUEST_REVIEW } from './pull-request-review.ts';
import { PULL_REQUEST_TASKS } from './pull-request-tasks.ts';
import { PULL_REQUESTS } from './pull-requests.ts';
import { REFS } from './refs.ts';
import { REPORT_ROUTES } from './reports.ts';
import { REPOSITORIES } from './repositories.ts';
import { SOURCE } from './source.ts';
import { SOURCE_COMMIT } from './source-commit.ts';
import { STATUSES } from './statuses.ts';
import { USERS } from './users.ts';
import { VARIABLES } from './variables.ts';
import { WORKSPACES } from './workspaces.ts';

/** Every operation that the sandbox has; the first that fits a path answers. */
export const ROUTES: readonly Route[] = [
  ...PULL_REQUEST_ACTIVITY,
  ...BRANCH_RESTRICTIONS,
  ...BRANCHING_MODELS,
  ...COMMIT_COMMENTS,
  ...COMMITS,
  ...DEFAULT_REVIEWERS,
  ...DEPLOYMENTS,
  ...DIFFS,
  ...DOWNLOADS,
  ...HOOKS,
  ...PIPELINE_STEPS,
  ...PIPELINES,
  ...PULL_REQUEST_COMMENTS,
  ...PULL_REQUEST_MERGE,
  ...PULL_REQUEST_REVIEW,
  ...PULL_REQUEST_TASKS,
  ...PULL_REQUESTS,
  ...REFS,
  ...REPORT_ROUTES,
  ...REPOSITORIES,
  ...SOURCE,
  ...SOURCE_COMMIT,
  ...STATUSES,
  ...USERS,
  ...VARIABLES,
  ...WORKSPACES,
];
