/**
 * Words that people and models put into paths because GitHub, GitLab, Bitbucket Data Center or
 * bitbucket.org itself say so, and what the API says instead. Looked up in the order of the list.
 */
export interface Invented {
  /** What comes before the word, as a template; "" at the start. */
  readonly after: string;
  /** Word → paths that stand in its place; what followed the word in the path follows them too. */
  readonly words: ReadonlyMap<string, readonly string[]>;
}

const REPO = '/repositories/{workspace}/{repo_slug}';
const PR = `${REPO}/pullrequests/{pull_request_id}`;
const STEP = `${REPO}/pipelines/{pipeline_uuid}/steps/{step_uuid}`;
const COMMIT = `${REPO}/commit/{commit}`;
const WORKSPACE = '/workspaces/{workspace}';

/** Other spellings of one and the same word, wherever it stands. */
export const SPELLINGS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'pull-requests': 'pullrequests',
    pull_requests: 'pullrequests',
    pullrequest: 'pullrequests',
    'pull-request': 'pullrequests',
    pulls: 'pullrequests',
    pull: 'pullrequests',
    prs: 'pullrequests',
    pr: 'pullrequests',
    'merge-requests': 'pullrequests',
    merge_requests: 'pullrequests',
    repos: 'repositories',
    repo: 'repositories',
    repository: 'repositories',
    workspace: 'workspaces',
    branch_restrictions: 'branch-restrictions',
    deploy_keys: 'deploy-keys',
    default_reviewers: 'default-reviewers',
  }),
);

export const INVENTED: readonly Invented[] = [
  {
    after: PR,
    words: new Map(
      Object.entries({
        files: [`${PR}/diffstat`, `${PR}/diff`],
        changes: [`${PR}/diffstat`, `${PR}/diff`],
        reviewers: [PR, `${REPO}/effective-default-reviewers`],
        participants: [PR],
        reviews: [`${PR}/approve`, `${PR}/request-changes`, `${PR}/comments`],
        review: [`${PR}/approve`, `${PR}/request-changes`, `${PR}/comments`],
        approvals: [`${PR}/approve`, PR],
        approval: [`${PR}/approve`],
        unapprove: [`${PR}/approve`],
        'needs-work': [`${PR}/request-changes`],
        request_changes: [`${PR}/request-changes`],
        builds: [`${PR}/statuses`],
        pipelines: [`${PR}/statuses`, `${REPO}/pipelines`],
        status: [`${PR}/statuses`],
        checks: [`${PR}/statuses`, `${PR}/mergeability/checks`],
        mergeability: [`${PR}/mergeability/checks`],
        notes: [`${PR}/comments`],
        discussions: [`${PR}/comments`],
        threads: [`${PR}/comments`],
        activities: [`${PR}/activity`],
        timeline: [`${PR}/activity`],
        events: [`${PR}/activity`],
        close: [`${PR}/decline`],
        reject: [`${PR}/decline`],
        'blocker-comments': [`${PR}/tasks`],
      }),
    ),
  },
  {
    after: `${REPO}/pipelines/{pipeline_uuid}`,
    words: new Map(
      Object.entries({
        log: [`${STEP}/log`],
        logs: [`${STEP}/log`],
        jobs: [`${REPO}/pipelines/{pipeline_uuid}/steps`],
        stop: [`${REPO}/pipelines/{pipeline_uuid}/stopPipeline`],
        cancel: [`${REPO}/pipelines/{pipeline_uuid}/stopPipeline`],
        tests: [`${STEP}/test_reports`],
        test_reports: [`${STEP}/test_reports`],
      }),
    ),
  },
  {
    after: COMMIT,
    words: new Map(
      Object.entries({
        builds: [`${COMMIT}/statuses`],
        build: [`${COMMIT}/statuses`, `${COMMIT}/statuses/build`],
        status: [`${COMMIT}/statuses`],
        checks: [`${COMMIT}/statuses`, `${COMMIT}/reports`],
        'check-runs': [`${COMMIT}/statuses`, `${COMMIT}/reports`],
        pulls: [`${COMMIT}/pullrequests`],
        diff: [`${REPO}/diff/{commit}`],
        patch: [`${REPO}/patch/{commit}`],
        diffstat: [`${REPO}/diffstat/{commit}`],
        files: [`${REPO}/diffstat/{commit}`, `${REPO}/src/{commit}`],
        changes: [`${REPO}/diffstat/{commit}`],
      }),
    ),
  },
  {
    after: `${REPO}/commits/{commit}`,
    words: new Map(
      Object.entries({
        comments: [`${COMMIT}/comments`],
        statuses: [`${COMMIT}/statuses`],
        status: [`${COMMIT}/statuses`],
        builds: [`${COMMIT}/statuses`],
        approve: [`${COMMIT}/approve`],
        reports: [`${COMMIT}/reports`],
        pullrequests: [`${COMMIT}/pullrequests`],
        diff: [`${REPO}/diff/{commit}`],
      }),
    ),
  },
  {
    after: `${REPO}/actions`,
    words: new Map([
      ['runs', [`${REPO}/pipelines`]],
      ['workflows', [`${REPO}/pipelines`]],
    ]),
  },
  { after: `${REPO}/refs`, words: new Map([['heads', [`${REPO}/refs/branches`]]]) },
  {
    after: REPO,
    words: new Map(
      Object.entries({
        branches: [`${REPO}/refs/branches`],
        branch: [`${REPO}/refs/branches`],
        tags: [`${REPO}/refs/tags`],
        tag: [`${REPO}/refs/tags`],
        heads: [`${REPO}/refs/branches`],
        git: [`${REPO}/refs`],
        contents: [`${REPO}/src/{commit}`],
        content: [`${REPO}/src/{commit}`],
        files: [`${REPO}/src/{commit}`],
        file: [`${REPO}/src/{commit}`],
        tree: [`${REPO}/src`],
        raw: [`${REPO}/src`],
        blob: [`${REPO}/src`],
        browse: [`${REPO}/src/{commit}`],
        history: [`${REPO}/filehistory/{commit}`, `${REPO}/commits`],
        builds: [`${REPO}/pipelines`],
        actions: [`${REPO}/pipelines`],
        runs: [`${REPO}/pipelines`],
        pipeline: [`${REPO}/pipelines`],
        ci: [`${REPO}/pipelines`],
        webhooks: [`${REPO}/hooks`],
        webhook: [`${REPO}/hooks`],
        variables: [`${REPO}/pipelines_config/variables`],
        secrets: [`${REPO}/pipelines_config/variables`],
        schedules: [`${REPO}/pipelines_config/schedules`],
        runners: [`${REPO}/pipelines-config/runners`],
        caches: [`${REPO}/pipelines-config/caches`],
        'pipelines-config': [`${REPO}/pipelines_config`],
        pipelines_config: [`${REPO}/pipelines-config`],
        reviewers: [`${REPO}/effective-default-reviewers`, `${REPO}/default-reviewers`],
        members: [`${REPO}/permissions-config/users`, `${WORKSPACE}/members`],
        collaborators: [`${REPO}/permissions-config/users`],
        users: [`${REPO}/permissions-config/users`],
        groups: [`${REPO}/permissions-config/groups`],
        permissions: [`${REPO}/permissions-config/users`, `${REPO}/permissions-config/groups`],
        compare: [`${REPO}/diff`, `${REPO}/commits`],
        diffs: [`${REPO}/diff`],
        releases: [`${REPO}/downloads`, `${REPO}/refs/tags`],
        artifacts: [`${REPO}/downloads`],
        keys: [`${REPO}/deploy-keys`],
        'access-keys': [`${REPO}/deploy-keys`],
        'protected-branches': [`${REPO}/branch-restrictions`],
        'branch-permissions': [`${REPO}/branch-restrictions`],
        restrictions: [`${REPO}/branch-restrictions`],
        subscribers: [`${REPO}/watchers`],
        statuses: [`${COMMIT}/statuses`],
        activity: [`${REPO}/pullrequests/activity`],
      }),
    ),
  },
  {
    after: WORKSPACE,
    words: new Map(
      Object.entries({
        repositories: ['/repositories/{workspace}'],
        snippets: ['/snippets/{workspace}'],
        pullrequests: [`${WORKSPACE}/pullrequests/{selected_user}`],
        users: [`${WORKSPACE}/members`],
        groups: [`${WORKSPACE}/permissions`],
        webhooks: [`${WORKSPACE}/hooks`],
        variables: [`${WORKSPACE}/pipelines-config/variables`],
        runners: [`${WORKSPACE}/pipelines-config/runners`],
        pipelines_config: [`${WORKSPACE}/pipelines-config`],
      }),
    ),
  },
  {
    after: '/users/{selected_user}',
    words: new Map(
      Object.entries({
        repositories: ['/repositories/{workspace}'],
        pullrequests: [`${WORKSPACE}/pullrequests/{selected_user}`],
        workspaces: ['/user/workspaces'],
      }),
    ),
  },
  {
    after: '/user',
    words: new Map(
      Object.entries({
        repositories: ['/repositories/{workspace}'],
        pullrequests: [`${WORKSPACE}/pullrequests/{selected_user}`],
        permissions: ['/user/workspaces/{workspace}/permissions/repositories'],
        orgs: ['/user/workspaces'],
        teams: ['/user/workspaces'],
      }),
    ),
  },
  {
    // Data Center: /projects/KEY/repos/SLUG/...
    after: '/projects/{project_key}',
    words: new Map([['repositories', ['/repositories/{workspace}']]]),
  },
  {
    after: '',
    words: new Map(
      Object.entries({
        me: ['/user'],
        myself: ['/user'],
        users: [`${WORKSPACE}/members`, '/users/{selected_user}'],
        projects: [`${WORKSPACE}/projects`],
        pullrequests: [`${REPO}/pullrequests`, `${WORKSPACE}/pullrequests/{selected_user}`],
        orgs: ['/user/workspaces'],
        groups: ['/user/workspaces'],
        pipelines: [`${REPO}/pipelines`],
        branches: [`${REPO}/refs/branches`],
        commits: [`${REPO}/commits`],
        hooks: [`${WORKSPACE}/hooks`, `${REPO}/hooks`],
        search: [`${WORKSPACE}/search/code`],
      }),
    ),
  },
];
