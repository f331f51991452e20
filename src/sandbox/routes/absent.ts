/** The routes that CHANGE-2770 removed on 2026-04-14, answered with 410. */
export const REMOVED: readonly string[] = [
  '/workspaces',
  '/repositories',
  '/snippets',
  '/user/permissions/workspaces',
  '/user/permissions/repositories',
  '/pullrequests/{selected_user}',
];

/** The operations that Bitbucket has and the sandbox lacks, answered with 501. */
export const LACKING: readonly string[] = [];
