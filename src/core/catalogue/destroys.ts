import type { Endpoint } from './endpoint.ts';
import { isSafelyWritten } from './is-safely-written.ts';
import { operationsOn } from './operations-at.ts';
import { takesBack } from './takes-back.ts';
import { segmentsOf } from './template.ts';

/** What there is to know of a request that somebody should agree to first. */
export interface Destruction {
  /** False: the catalogue has no such operation, or cannot be sure which one it is. */
  readonly known: boolean;
  /** The template of the request itself; undefined where it is not known. */
  readonly operation: string | undefined;
  /** In a sentence; undefined for a DELETE, which says it itself. */
  readonly why: string | undefined;
  /** The path whose GET answers what would be hit, as it is encoded; undefined where there is none. */
  readonly hits: string | undefined;
  /** The template of that path. */
  readonly template: string | undefined;
}

const LET_IN = 'It gives somebody or something access.';
const RIGHTS = 'It gives or takes away access.';
const SENT_ON = 'What happens there is sent to that address.';
const SECRET_LOST = 'What is there now is lost; a secured value cannot be read first.';
const OVERWRITTEN = 'What is there now is replaced.';
const HOSTS = 'It changes which host the pipelines trust.';
const RUNNERS = 'It changes which machine runs pipelines, with their secrets.';
const SETTINGS = 'It changes what protects branches, or what they are for.';

/**
 * POST and PUT requests that no other call takes back, that let somebody in, or that publish, rename
 * or replace something large. `~` stands for /repositories/{workspace}/{repo_slug}. What each does is
 * from Atlassian's API description of these operations. Not here, since it adds or can be repeated:
 * comments, tasks, statuses, reports, pull requests and their fields, commits (git keeps what was).
 */
export const GRAVE: Readonly<Record<string, string>> = {
  'POST ~/pullrequests/{pull_request_id}/merge': 'A merge cannot be taken back.',
  'POST ~/pullrequests/{pull_request_id}/decline': 'A declined pull request cannot be reopened.',
  'POST ~/pipelines/{pipeline_uuid}/stopPipeline': 'What is stopped does not go on.',
  'POST ~/environments/{environment_uuid}/changes': 'It changes a deployment environment.',
  'POST ~/downloads': 'It replaces a file of the same name.',
  'POST ~/hooks': SENT_ON,
  'POST /workspaces/{workspace}/hooks': SENT_ON,
  'PUT ~/hooks/{uid}': SENT_ON,
  'PUT /workspaces/{workspace}/hooks/{uid}': SENT_ON,
  'POST ~/deploy-keys': LET_IN,
  'POST /workspaces/{workspace}/projects/{project_key}/deploy-keys': LET_IN,
  'POST /users/{selected_user}/ssh-keys': LET_IN,
  'POST /users/{selected_user}/gpg-keys': 'What this key signs counts as this user.',
  'POST ~/pipelines-config/runners': 'Another machine may run pipelines, with their secrets.',
  'POST /workspaces/{workspace}/pipelines-config/runners':
    'Another machine may run pipelines, with their secrets.',
  'POST ~/forks': 'The copy can be public, or belong to somebody else.',
  'POST /snippets': 'It can be public.',
  'POST /snippets/{workspace}': 'It can be public.',
  'POST ~/branch-restrictions': SETTINGS,
  'POST ~/pipelines_config/ssh/known_hosts': HOSTS,
  'PUT ~/deploy-keys/{key_id}': LET_IN,
  'PUT ~/pipelines-config/runners/{runner_uuid}': RUNNERS,
  'PUT /workspaces/{workspace}/pipelines-config/runners/{runner_uuid}': RUNNERS,
  'PUT ~/properties/{app_key}/{property_name}': OVERWRITTEN,
  'PUT ~/commit/{commit}/properties/{app_key}/{property_name}': OVERWRITTEN,
  'PUT ~/pullrequests/{pullrequest_id}/properties/{app_key}/{property_name}': OVERWRITTEN,
  'PUT /users/{selected_user}/properties/{app_key}/{property_name}': OVERWRITTEN,
  'PUT ~': 'It can rename, move or publish the repository.',
  'PUT /workspaces/{workspace}/projects/{project_key}': 'It can rename or publish the project.',
  'PUT /snippets/{workspace}/{encoded_id}': 'It can publish the snippet or delete files of it.',
  'PUT /snippets/{workspace}/{encoded_id}/{node_id}':
    'It can publish the snippet or delete files of it.',
  'PUT ~/permissions-config/groups/{group_slug}': RIGHTS,
  'PUT ~/permissions-config/users/{selected_user_id}': RIGHTS,
  'PUT /workspaces/{workspace}/projects/{project_key}/permissions-config/groups/{group_slug}':
    RIGHTS,
  'PUT /workspaces/{workspace}/projects/{project_key}/permissions-config/users/{selected_user_id}':
    RIGHTS,
  'PUT ~/branch-restrictions/{id}': SETTINGS,
  'PUT ~/branching-model/settings': SETTINGS,
  'PUT /workspaces/{workspace}/projects/{project_key}/branching-model/settings': SETTINGS,
  'PUT ~/override-settings': 'It changes which settings the repository inherits.',
  'PUT ~/pipelines_config': 'It can switch pipelines off.',
  'PUT ~/pipelines_config/build_number': 'A build number can only be raised.',
  'PUT ~/pipelines_config/ssh/key_pair': 'The private key that is there now is lost.',
  'PUT ~/pipelines_config/ssh/known_hosts/{known_host_uuid}': HOSTS,
  'PUT ~/pipelines_config/variables/{variable_uuid}': SECRET_LOST,
  'PUT ~/deployments_config/environments/{environment_uuid}/variables/{variable_uuid}': SECRET_LOST,
  'PUT /workspaces/{workspace}/pipelines-config/variables/{variable_uuid}': SECRET_LOST,
  'PUT /teams/{username}/pipelines_config/variables/{variable_uuid}': SECRET_LOST,
  'PUT /users/{selected_user}/pipelines_config/variables/{variable_uuid}': SECRET_LOST,
  'PUT /addon': 'It replaces the installation of an app.',
};

const UNKNOWN: Destruction = {
  known: false,
  operation: undefined,
  why: 'bbx knows no such operation, and cannot tell what it does.',
  hits: undefined,
  template: undefined,
};

/**
 * Whether a request is one that somebody should agree to first: it takes away what no other call
 * brings back, lets somebody in, or replaces something large. What bbx does not know counts as that,
 * and so does a path that a server could read in another way than it is written.
 * @param method in any case
 * @param path with or without /2.0, a query and a slash at its end; encoded as it will be sent
 * @returns undefined for what reads, adds, or takes back one's own mark
 */
export function destroys(method: string, path: string): Destruction | undefined {
  const verb = method.toUpperCase();
  if (verb === 'GET' || takesBack(verb, path)) return undefined;
  const segments = segmentsOf(path);
  const template = operationOn(verb, segments)?.template;
  if (template === undefined) return UNKNOWN;
  const found = { known: true, operation: template };
  if (verb === 'DELETE') return { ...found, why: undefined, ...whatIs(segments) };
  const why =
    GRAVE[`${verb} ${template.replace(/^\/repositories\/{workspace}\/{repo_slug}/, '~')}`];
  if (why === undefined) return isSafelyWritten(path, template) ? undefined : UNKNOWN;
  // What acts lies below what it acts on: /pullrequests/{id}/merge. What is added is not there yet.
  const acts = verb === 'POST' && operationOn('GET', segments) === undefined;
  return { ...found, why, ...whatIs(acts ? segments.slice(0, -1) : segments) };
}

/** Letters of another case do not make it another operation: a server may take them for the same. */
const operationOn = (method: string, segments: readonly string[]): Endpoint | undefined =>
  operationsOn(segments, true).find((endpoint) => endpoint.method === method);

/** What a GET of the path answers, where that is one thing, as JSON. */
function whatIs(segments: readonly string[]): Pick<Destruction, 'hits' | 'template'> {
  const endpoint = operationOn('GET', segments);
  const one = endpoint && !endpoint.raw && endpoint.pageLimit === undefined ? endpoint : undefined;
  return { hits: one && `/${segments.join('/')}`, template: one?.template };
}
