import type { Resource } from './resource.ts';

const REPO = '/repositories/{workspace}/{repo_slug}';
const PR = `${REPO}/pullrequests/{pull_request_id}`;
const COMMIT = `${REPO}/commit/{commit}`;
const WORKSPACE = '/workspaces/{workspace}';
const PROJECT = `${WORKSPACE}/projects/{project_key}`;
const ENVIRONMENT = `${REPO}/deployments_config/environments/{environment_uuid}`;

const TRACKER_GONE = 'The issue tracker and the wiki were removed on 2026-08-20.';
const RECREATE = 'Only enabled can be changed: delete the schedule and create it anew.';

/**
 * Text: "Mutates the specified pull request ... only open pull requests". Reviewers left out are
 * removed and a description left out may be wiped, as several clients found; so all is sent.
 */
const PULL_REQUEST: Resource = {
  noun: 'a pull request',
  template: PR,
  keep: [
    'title',
    'description',
    'reviewers',
    'destination.branch.name',
    'close_source_branch',
    'draft',
  ],
  may: ['source.branch.name'],
  people: ['reviewers'],
  required: ['title', 'destination.branch.name', 'source.branch.name'],
  empty: { description: '', reviewers: [], close_source_branch: false, draft: false },
  instead: {
    state: 'POST to its /merge or /decline; a declined one cannot be reopened.',
    participants: 'POST to its /approve or /request-changes; reviewers is the list to write.',
    summary: 'Write description.',
  },
};

/** Texts: "Only the content of the comment can be updated"; "the only required field is content.raw". */
const comment = (noun: string, template: string): Resource => ({
  noun,
  template: `${template}/comments/{comment_id}`,
  keep: ['content.raw'],
  required: ['content.raw'],
});

/** Text of both: these five can be mutated; null removes the secret, leaving it out keeps it. */
const webhook = (noun: string, template: string): Resource => ({
  noun,
  template: `${template}/hooks/{uid}`,
  keep: ['description', 'url', 'active', 'events', 'skip_cert_verification'],
  may: ['secret'],
  required: ['url', 'events', 'active'],
  empty: { description: '' },
  instead: { secret_set: 'Write secret: a text sets it, null removes it.' },
});

/** Schema pipeline_variable. The value of a secured one never comes back, so it is sent if given. */
const variable = (noun: string, collection: string, list?: string): Resource => ({
  noun,
  template: `${collection}/{variable_uuid}`,
  ...(list && { list }),
  keep: ['key', 'value', 'secured'],
  required: ['key'],
  empty: { secured: false, value: '' },
  refuse: ({ secured, value }) =>
    secured !== true && value === undefined
      ? 'The value of a secured variable never comes back: give value to make it readable.'
      : undefined,
});

/** Texts: "Only the passed properties will be updated"; an invalid branch sent back is rejected. */
const branchingModel = (noun: string, template: string): Resource => ({
  noun,
  template: `${template}/branching-model/settings`,
  keep: [],
  may: [
    'development.name',
    'development.use_mainbranch',
    'production.name',
    'production.use_mainbranch',
    'production.enabled',
    'branch_types',
    'default_branch_deletion',
  ],
});

/** Schema pipeline_runner, whose state can be told ENABLED or DISABLED. */
const runner = (noun: string, template: string): Resource => ({
  noun,
  template: `${template}/pipelines-config/runners/{runner_uuid}`,
  keep: ['name', 'labels'],
  may: ['state.status'],
  required: ['name', 'labels'],
});

const permission = (template: string): Resource => ({
  noun: 'a permission',
  template,
  keep: ['permission'],
  required: ['permission'],
});

/** Everything that PUT can update from what GET tells. Where no source is named: the schema. */
export const RESOURCES: readonly Resource[] = [
  PULL_REQUEST,
  // `pending: false` publishes a comment of a review that is being written
  { ...comment('a pull request comment', PR), may: ['pending'] },
  comment('a commit comment', COMMIT),
  comment('a snippet comment', '/snippets/{workspace}/{encoded_id}'),
  {
    noun: 'a task',
    template: `${PR}/tasks/{task_id}`,
    keep: ['content.raw', 'state'],
    required: ['content.raw', 'state'],
  },
  {
    // A PUT with one field leaves the others alone; a name sent back unchanged would move a
    // repository whose slug was chosen apart from its name (text: the URL is derived from it).
    noun: 'a repository',
    template: REPO,
    keep: [],
    may: [
      'name',
      'description',
      'is_private',
      'fork_policy',
      'language',
      'website',
      'project.key',
      'mainbranch.name',
    ],
    required: ['name', 'is_private', 'fork_policy', 'project.key', 'mainbranch.name'],
    empty: { description: '', language: '', website: '' },
    instead: {
      has_issues: TRACKER_GONE,
      has_wiki: TRACKER_GONE,
      slug: 'Write name: the slug follows it.',
    },
  },
  {
    // text: "Fields not present in the request body are ignored"; the schema requires three
    noun: 'a branch restriction',
    template: `${REPO}/branch-restrictions/{id}`,
    keep: ['kind', 'branch_match_kind', 'pattern', 'branch_type'],
    may: ['value', 'users', 'groups'],
    people: ['users'],
    required: ['kind', 'branch_match_kind'],
    empty: { pattern: '', users: [], groups: [] },
  },
  webhook('a webhook', REPO),
  webhook('a webhook', WORKSPACE),
  variable('a pipeline variable', `${REPO}/pipelines_config/variables`),
  variable('a workspace variable', `${WORKSPACE}/pipelines-config/variables`),
  variable('a deployment variable', `${ENVIRONMENT}/variables`, `${ENVIRONMENT}/variables`),
  {
    noun: 'the pipelines configuration',
    template: `${REPO}/pipelines_config`,
    keep: ['enabled'],
    required: ['enabled'],
  },
  {
    // schema pipeline_schedule_put_request_body
    noun: 'a pipeline schedule',
    template: `${REPO}/pipelines_config/schedules/{schedule_uuid}`,
    keep: ['enabled'],
    required: ['enabled'],
    instead: { cron_pattern: RECREATE, target: RECREATE },
  },
  {
    noun: 'a known host',
    template: `${REPO}/pipelines_config/ssh/known_hosts/{known_host_uuid}`,
    keep: ['hostname', 'public_key.key_type', 'public_key.key'],
    required: ['hostname', 'public_key.key_type', 'public_key.key'],
  },
  {
    // text: the name is required, a key only where it is to change
    noun: 'a project',
    template: PROJECT,
    keep: ['name', 'description', 'is_private'],
    may: ['key'],
    required: ['name', 'is_private', 'key'],
    empty: { description: '' },
  },
  branchingModel("a repository's branching model", REPO),
  branchingModel("a project's branching model", PROJECT),
  {
    noun: 'the override settings',
    template: `${REPO}/override-settings`,
    keep: ['override_settings'],
    required: ['override_settings'],
  },
  {
    // text: these five can be changed, "the key cannot be changed"
    noun: 'a build status',
    template: `${COMMIT}/statuses/build/{key}`,
    keep: ['state', 'name', 'description', 'url', 'refname'],
    required: ['state', 'url'],
    empty: { description: '', name: '' },
    instead: { key: 'POST a status with the new key to /statuses/build.' },
  },
  {
    noun: 'a report',
    template: `${COMMIT}/reports/{reportId}`,
    keep: [
      'title',
      'details',
      'external_id',
      'reporter',
      'link',
      'remote_link_enabled',
      'logo_url',
      'report_type',
      'result',
      'data',
    ],
    required: ['title', 'details'],
  },
  {
    noun: 'an annotation',
    template: `${COMMIT}/reports/{reportId}/annotations/{annotationId}`,
    keep: [
      'external_id',
      'annotation_type',
      'path',
      'line',
      'summary',
      'details',
      'result',
      'severity',
      'link',
    ],
    required: ['annotation_type', 'summary'],
  },
  {
    // text: to change the key itself, delete it and add another
    noun: 'an SSH key',
    template: '/users/{selected_user}/ssh-keys/{key_id}',
    keep: ['label'],
    may: ['comment'],
    instead: { key: 'Delete the key and add the other one.' },
  },
  {
    // text: "The same key needs to be passed in but the comment and label can change"
    noun: 'a deploy key',
    template: `${REPO}/deploy-keys/{key_id}`,
    fixed: ['key'],
    keep: ['label', 'comment'],
    empty: { label: '', comment: '' },
    instead: { key: 'Delete the key and add the other one.' },
  },
  {
    // text: "properties missing from the request remain untouched", null deletes
    noun: 'a snippet',
    template: '/snippets/{workspace}/{encoded_id}',
    keep: [],
    may: ['title', 'is_private'],
    required: ['is_private'],
    instead: { files: 'PUT them with --form NAME=@FILE.' },
  },
  runner('a runner', REPO),
  runner('a runner', WORKSPACE),
  ...[REPO, PROJECT].flatMap((owner) => [
    permission(`${owner}/permissions-config/groups/{group_slug}`),
    permission(`${owner}/permissions-config/users/{selected_user_id}`),
  ]),
];
