import { REPOSITORY } from '../route.ts';

/** The routes that CHANGE-2770 removed on 2026-04-14, answered with 410. */
export const REMOVED: readonly string[] = [
  '/workspaces',
  '/repositories',
  '/snippets',
  '/user/permissions/workspaces',
  '/user/permissions/repositories',
  '/pullrequests/{selected_user}',
];

/** Methods and paths that Bitbucket has and the sandbox lacks; R is a repository, W a workspace. */
const LACKED = `
DELETE,PUT /addon
GET /addon/{addon_key}/client-key
GET /hook_events
GET /hook_events/{subject_type}
PUT,DELETE,GET R/commit/{commit}/properties/{app_key}/{property_name}
GET,POST R/deploy-keys
DELETE,GET,PUT R/deploy-keys/{key_id}
POST R/environments/{environment_uuid}/changes
GET,PUT R/override-settings
GET R/permissions-config/groups
DELETE,GET,PUT R/permissions-config/groups/{group_slug}
GET R/permissions-config/users
DELETE,GET,PUT R/permissions-config/users/{selected_user_id}
GET,DELETE R/pipelines-config/caches
DELETE R/pipelines-config/caches/{cache_uuid}
GET R/pipelines-config/caches/{cache_uuid}/content-uri
GET,POST R/pipelines-config/runners
GET,PUT,DELETE R/pipelines-config/runners/{runner_uuid}
GET R/pipelines/{pipeline_uuid}/steps/{step_uuid}/logs/{log_uuid}
GET R/pipelines/{pipeline_uuid}/steps/{step_uuid}/test_reports
GET R/pipelines/{pipeline_uuid}/steps/{step_uuid}/test_reports/test_cases
GET R/pipelines/{pipeline_uuid}/steps/{step_uuid}/test_reports/test_cases/{test_case_uuid}/test_case_reasons
GET,PUT R/pipelines_config
PUT R/pipelines_config/build_number
POST,GET R/pipelines_config/schedules
GET,PUT,DELETE R/pipelines_config/schedules/{schedule_uuid}
GET R/pipelines_config/schedules/{schedule_uuid}/executions
GET,PUT,DELETE R/pipelines_config/ssh/key_pair
GET,POST R/pipelines_config/ssh/known_hosts
GET,PUT,DELETE R/pipelines_config/ssh/known_hosts/{known_host_uuid}
PUT,DELETE,GET R/properties/{app_key}/{property_name}
PUT,DELETE,GET R/pullrequests/{pullrequest_id}/properties/{app_key}/{property_name}
POST /snippets
GET,POST /snippets/{workspace}
DELETE,GET,PUT /snippets/{workspace}/{encoded_id}
GET,POST /snippets/{workspace}/{encoded_id}/comments
DELETE,GET,PUT /snippets/{workspace}/{encoded_id}/comments/{comment_id}
GET /snippets/{workspace}/{encoded_id}/commits
GET /snippets/{workspace}/{encoded_id}/commits/{revision}
GET /snippets/{workspace}/{encoded_id}/files/{path}
DELETE,GET,PUT /snippets/{workspace}/{encoded_id}/watch
GET /snippets/{workspace}/{encoded_id}/watchers
DELETE,GET,PUT /snippets/{workspace}/{encoded_id}/{node_id}
GET /snippets/{workspace}/{encoded_id}/{node_id}/files/{path}
GET /snippets/{workspace}/{encoded_id}/{revision}/diff
GET /snippets/{workspace}/{encoded_id}/{revision}/patch
GET,POST /teams/{username}/pipelines_config/variables
GET,PUT,DELETE /teams/{username}/pipelines_config/variables/{variable_uuid}
GET /teams/{username}/search/code
GET,POST /users/{selected_user}/gpg-keys
DELETE,GET /users/{selected_user}/gpg-keys/{fingerprint}
GET,POST /users/{selected_user}/pipelines_config/variables
GET,PUT,DELETE /users/{selected_user}/pipelines_config/variables/{variable_uuid}
PUT,DELETE,GET /users/{selected_user}/properties/{app_key}/{property_name}
GET /users/{selected_user}/search/code
GET,POST /users/{selected_user}/ssh-keys
DELETE,GET,PUT /users/{selected_user}/ssh-keys/{key_id}
GET W/pipelines-config/identity/oidc/.well-known/openid-configuration
GET W/pipelines-config/identity/oidc/keys.json
GET,POST W/pipelines-config/runners
GET,PUT,DELETE W/pipelines-config/runners/{runner_uuid}
GET W/projects/{project_key}/branching-model
GET,PUT W/projects/{project_key}/branching-model/settings
GET W/projects/{project_key}/default-reviewers
DELETE,GET,PUT W/projects/{project_key}/default-reviewers/{selected_user}
GET,POST W/projects/{project_key}/deploy-keys
DELETE,GET W/projects/{project_key}/deploy-keys/{key_id}
GET W/projects/{project_key}/permissions-config/groups
DELETE,GET,PUT W/projects/{project_key}/permissions-config/groups/{group_slug}
GET W/projects/{project_key}/permissions-config/users
DELETE,GET,PUT W/projects/{project_key}/permissions-config/users/{selected_user_id}
GET W/search/code
GET W/settings/gpg/public-key
`;

/** The operations that Bitbucket has and the sandbox lacks, answered with 501: "GET /path". */
export const LACKING: readonly string[] = LACKED.trim()
  .split('\n')
  .flatMap((line) => {
    const [methods = '', short = ''] = line.split(' ');
    const path = short.replace(/^R/, REPOSITORY).replace(/^W/, '/workspaces/{workspace}');
    return methods.split(',').map((method) => `${method} ${path}`);
  });
