/**
 * What a model has to know of the API beyond what its tools say, for those that are served. The
 * catalogue is not read for this, since a client waits for it; a test holds each path, page limit
 * and removal against the catalogue.
 */
export function apiWords(tools: ReadonlySet<string>): string[] {
  return [
    ...(tools.has('bb_get') ? [PATHS, SEARCH, PAGES, GONE] : []),
    ...(tools.has('bb_patch') ? [PATCH] : []),
  ];
}

const PATHS =
  'More for bb_get under /repositories/{workspace}/{repo_slug}: /commits (include: a branch, path: a file), /filehistory/{commit}/{path}, /commit/{commit}/statuses, /diff/{spec} and /diffstat/{spec} with {spec} SOURCE..DESTINATION, /refs/branches (q: name ~ "x", sort: -target.date), /pullrequests/{id}/activity and /commits, /pipelines/{uuid}/steps, /deployments.';

const SEARCH = 'Do not guess any other: search them with path "endpoints:WORDS".';

const PAGES =
  'Lists give 10 values: pagelen up to 50 for pull requests, mostly 100 elsewhere, or all. Narrow with q, fields, jq before reading more.';

const GONE =
  'Removed by Bitbucket: GET /workspaces and /repositories (use /user/workspaces, /repositories/{workspace}), issues, wikis. A branch with a slash does not work in /src: use its hash, target.hash of /refs/branches/{name}.';

const PATCH = 'Bitbucket has no PATCH; bb_patch reads, merges and PUTs.';
