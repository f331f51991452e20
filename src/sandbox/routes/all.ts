import type { Route } from '../route.ts';
import { COMMITS } from './commits.ts';
import { DIFFS } from './diff.ts';
import { PULL_REQUEST_COMMENTS } from './pull-request-comments.ts';
import { PULL_REQUESTS } from './pull-requests.ts';
import { REFS } from './refs.ts';
import { REPOSITORIES } from './repositories.ts';
import { SOURCE } from './source.ts';
import { USERS } from './users.ts';
import { WORKSPACES } from './workspaces.ts';

/** Every operation that the sandbox has. */
export const ROUTES: readonly Route[] = [
  ...USERS,
  ...WORKSPACES,
  ...REPOSITORIES,
  ...PULL_REQUESTS,
  ...PULL_REQUEST_COMMENTS,
  ...DIFFS,
  ...COMMITS,
  ...REFS,
  ...SOURCE,
];
