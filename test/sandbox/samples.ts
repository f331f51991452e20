import { isObject, type Json, numberAt, textAt } from '../../src/sandbox/json.ts';
import { BACKEND, type Visited } from './visit.ts';

/** A value for every name that stands in a path. */
export type Names = Readonly<Record<string, string>>;

/** The commit at the tip of a branch of backend-api. */
export async function tipOf(visit: Visited['visit'], branch: string): Promise<string> {
  const { body } = await visit(`GET ${BACKEND}/refs/branches/${encodeURIComponent(branch)}`);
  return textAt(body, 'target', 'hash') ?? '';
}

/** Makes one of everything that does not exist from the start, and gives the names of it all. */
export async function makeNames({ sandbox, visit }: Visited): Promise<Names> {
  const backend = sandbox.world.repositories.get('backend-api');
  const commit = await tipOf(visit, 'main');
  const post = async (path: string, send: Json) =>
    (await visit(`POST ${BACKEND}${path}`, { send })).body;
  const put = (path: string, send: Json) => visit(`PUT ${BACKEND}${path}`, { send });
  const restriction = await post('/branch-restrictions', BODIES['branch-restrictions'] ?? null);
  const hook = await post('/hooks', BODIES.hooks ?? null);
  const workspaceHook = await visit('POST /workspaces/acme/hooks', { send: BODIES.hooks ?? null });
  const variable = await post('/pipelines_config/variables', {
    key: 'TOKEN',
    value: 'x',
    secured: true,
  });
  const shared = await visit('POST /workspaces/acme/pipelines-config/variables', {
    send: { key: 'REGION', value: 'eu' },
  });
  await post(`/commit/${commit}/statuses/build`, BODIES.build ?? null);
  await put(`/commit/${commit}/reports/scan`, BODIES.reports ?? null);
  await post(`/commit/${commit}/reports/scan/annotations`, BODIES.annotations ?? null);
  const form = new FormData();
  form.append('files', new Blob(['zip']), 'build.zip');
  await visit(`POST ${BACKEND}/downloads`, { raw: form });
  const commented = await post(`/commit/${commit}/comments`, { content: { raw: 'Nice.' } });
  const environment = [...(backend?.environments.keys() ?? [])][0] ?? '';
  const inside = `/deployments_config/environments/${encodeURIComponent(environment)}/variables`;
  const own = await post(inside, { key: 'HOST', value: 'test.example' });
  const merge = await visit(`POST ${BACKEND}/pullrequests/99/merge?async=true`, { send: {} });
  const pipeline = backend?.pipelines.at(-2);
  const pr = backend?.pullRequests.find(({ id }) => id === 42);
  const id = (value: unknown) => String(numberAt(value, 'id') ?? '');
  return {
    workspace: 'acme',
    repo_slug: 'backend-api',
    commit,
    revision: 'main',
    spec: commit,
    revspec: `${commit}..v2.0.0`,
    path: 'README.md',
    pull_request_id: '42',
    comment_id: String(pr?.comments[1]?.id),
    commit_comment_id: id(commented),
    task_id: String(pr?.tasks[0]?.id),
    pipeline_uuid: pipeline?.uuid ?? '',
    step_uuid: pipeline?.steps[0]?.uuid ?? '',
    id: id(restriction),
    uid: textAt(hook, 'uuid') ?? '',
    workspace_uid: textAt(workspaceHook.body, 'uuid') ?? '',
    variable_uuid: textAt(variable, 'uuid') ?? '',
    workspace_variable_uuid: textAt(shared.body, 'uuid') ?? '',
    environment_uuid: environment,
    environment_variable_uuid: textAt(own, 'uuid') ?? '',
    merge_task_id: merge.headers.get('location')?.split('/').at(-1) ?? '',
    own_comment_id: String(pr?.comments[0]?.id),
    deployment_uuid: textAt(backend?.deployments[0], 'uuid') ?? '',
    reportId: 'scan',
    annotationId: 'a1',
    key: 'ci',
    name: 'main',
    filename: 'build.zip',
    target_username: sandbox.world.people[1]?.uuid ?? '',
    selected_user: sandbox.world.people[0]?.accountId ?? '',
    member: sandbox.world.people[0]?.uuid ?? '',
    email: sandbox.credentials.full.email,
    project_key: 'SHOP',
  };
}

/** Where a name of a path stands for another sample: a text, or with a star the name of one. */
const SPECIAL: readonly [RegExp, Names][] = [
  [/\/commit\/\{commit\}\/comments/, { 'comment_id*': 'commit_comment_id' }],
  [/^PUT .*\/comments\//, { 'comment_id*': 'own_comment_id' }],
  [/ \/workspaces\/.*\/hooks/, { 'uid*': 'workspace_uid' }],
  [/ \/workspaces\/.*\/variables/, { 'variable_uuid*': 'workspace_variable_uuid' }],
  [/\{environment_uuid\}\/variables/, { 'variable_uuid*': 'environment_variable_uuid' }],
  [/\/task-status\//, { pull_request_id: '99', 'task_id*': 'merge_task_id' }],
  [/\/file-conflicts\//, { 'spec*': 'revspec' }],
  [/\/refs\/tags\//, { name: 'v2.0.0' }],
];

/** The path of an operation with every name filled in. */
export function fill(operation: string, names: Names): string {
  const [method = '', template = ''] = operation.split(' ');
  const special = SPECIAL.find(([where]) => where.test(operation))?.[1] ?? {};
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = special[name] ?? names[special[`${name}*`] ?? name];
    if (value === undefined) throw new Error(`the test has no sample for {${name}}`);
    return encodeURIComponent(value);
  });
  return `${method} ${path}`;
}

const text = (raw: string): Json => ({ content: { raw } });

/** A body for each kind of thing that is made or changed, by the last words of the path. */
const BODIES: Readonly<Record<string, Json>> = {
  'branch-restrictions': { kind: 'push', branch_match_kind: 'glob', pattern: 'release/*' },
  hooks: { url: 'https://ci.example/hook', description: 'CI', active: true, events: ['repo:push'] },
  build: { key: 'ci', state: 'SUCCESSFUL', url: 'https://ci.example/1', name: 'CI' },
  reports: { title: 'Scan', details: 'Found one', report_type: 'SECURITY', result: 'FAILED' },
  annotations: [
    {
      external_id: 'a1',
      annotation_type: 'BUG',
      summary: 'NaN',
      severity: 'LOW',
      path: 'a.ts',
      line: 3,
    },
  ],
  'POST /pullrequests': {
    title: 'Turn metrics on',
    source: { branch: { name: 'wip/metrics' } },
    reviewers: [],
  },
  'PUT /pullrequests': { title: 'Rotate the keys', description: 'Anew' },
  comments: text('A word'),
  tasks: text('To do'),
  branches: { name: 'feature/new', target: { hash: 'main' } },
  tags: { name: 'v3.0.0', target: { hash: 'main' } },
  forks: { name: 'backend-fork' },
  variables: { key: 'STAGE', value: 'test' },
  environments: { name: 'Canary' },
  pipelines: { target: { type: 'pipeline_ref_target', ref_type: 'branch', ref_name: 'main' } },
  projects: { name: 'Platform', key: 'PLAT' },
  merge: { merge_strategy: 'squash' },
  settings: { development: { use_mainbranch: true } },
  'PUT repository': { description: 'The API' },
  'POST repository': { description: 'New', is_private: true },
};

/** The body that a sample request of an operation carries; nothing where it carries none. */
export function bodyOf(operation: string): Json | undefined {
  const [method = '', path = ''] = operation.split(' ');
  const words = path.split('/').filter((word) => word !== '' && !word.startsWith('{'));
  const last = words.at(-1) ?? '';
  if (path.endsWith('{annotationId}')) {
    const { annotations } = BODIES;
    return Array.isArray(annotations) && isObject(annotations[0]) ? annotations[0] : undefined;
  }
  if (path.endsWith('/{repo_slug}')) return BODIES[`${method} repository`];
  return BODIES[`${method} /${last}`] ?? BODIES[last];
}
