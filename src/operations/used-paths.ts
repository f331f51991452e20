/** Paths of the catalogue that operations say they use. */
export const REPOSITORY = '/repositories/{workspace}/{repo_slug}';
export const PULL_REQUESTS = `${REPOSITORY}/pullrequests`;
export const PULL_REQUEST = `${PULL_REQUESTS}/{pull_request_id}`;
export const BRANCHES = `${REPOSITORY}/refs/branches`;
