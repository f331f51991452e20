/**
 * Every operation of Bitbucket Cloud's REST API. Made by scripts/catalogue.ts from Atlassian's API
 * description and scripts/catalogue-facts.ts; do not edit by hand.
 *
 * A line is METHOD, path template (`~` stands for /repositories/{workspace}/{repo_slug}) and marks:
 * `rw:pullrequest` scopes (r read, w write, a admin, d delete), `?a,b` query names, `@50` a list
 * with at most so many values a page, `raw` bytes. A line with # opens a group.
 */
export const CATALOGUE = `
# addon
PUT /addon
DELETE /addon
GET /addon/{addon_key}/client-key r:workspace
# branch-restrictions
GET ~/branch-restrictions a:repository ?kind,pattern @100
POST ~/branch-restrictions a:repository
GET ~/branch-restrictions/{id} a:repository
PUT ~/branch-restrictions/{id} a:repository
DELETE ~/branch-restrictions/{id} a:repository
# branching-model
GET ~/branching-model r:repository
GET ~/branching-model/settings a:repository
PUT ~/branching-model/settings a:repository
GET ~/effective-branching-model r:repository
GET /workspaces/{workspace}/projects/{project_key}/branching-model r:repository
GET /workspaces/{workspace}/projects/{project_key}/branching-model/settings a:project
PUT /workspaces/{workspace}/projects/{project_key}/branching-model/settings a:project
# commit-statuses
GET ~/commit/{commit}/statuses r:repository ?refname,q,sort @100
POST ~/commit/{commit}/statuses/build r:repository
GET ~/commit/{commit}/statuses/build/{key} r:repository
PUT ~/commit/{commit}/statuses/build/{key} r:repository
# commits
GET ~/commit/{commit} r:repository
POST ~/commit/{commit}/approve rw:repository
DELETE ~/commit/{commit}/approve w:repository
GET ~/commit/{commit}/comments r:repository ?q,sort @100
POST ~/commit/{commit}/comments r:repository
GET ~/commit/{commit}/comments/{comment_id} r:repository
PUT ~/commit/{commit}/comments/{comment_id} r:repository
DELETE ~/commit/{commit}/comments/{comment_id} r:repository
GET ~/commits r:repository ?include,exclude,path @100
POST ~/commits r:repository
GET ~/commits/{revision} r:repository ?include,exclude,path @100
POST ~/commits/{revision} r:repository
GET ~/diff/{spec} r:repository ?context,path,ignore_whitespace,binary,renames,merge,topic raw
GET ~/diffstat/{spec} r:repository ?ignore_whitespace,merge,path,renames,topic @100
GET ~/file-conflicts/{spec} @100
GET ~/merge-base/{revspec} r:repository
GET ~/patch/{spec} r:repository raw
# deployments
GET ~/deploy-keys a:repository @100
POST ~/deploy-keys a:repository,w:ssh-key
GET ~/deploy-keys/{key_id} a:repository
PUT ~/deploy-keys/{key_id} a:repository,w:ssh-key
DELETE ~/deploy-keys/{key_id} a:repository,d:ssh-key
GET ~/deployments r:pipeline @100
GET ~/deployments/{deployment_uuid} r:pipeline
GET ~/environments r:pipeline @100
POST ~/environments a:pipeline
GET ~/environments/{environment_uuid} r:pipeline
DELETE ~/environments/{environment_uuid} a:pipeline
POST ~/environments/{environment_uuid}/changes a:pipeline
GET /workspaces/{workspace}/projects/{project_key}/deploy-keys a:project @100
POST /workspaces/{workspace}/projects/{project_key}/deploy-keys a:project,w:ssh-key
GET /workspaces/{workspace}/projects/{project_key}/deploy-keys/{key_id} a:project
DELETE /workspaces/{workspace}/projects/{project_key}/deploy-keys/{key_id} a:project,d:ssh-key
# downloads
GET ~/downloads r:repository @100
POST ~/downloads w:repository
GET ~/downloads/{filename} r:repository raw
DELETE ~/downloads/{filename} w:repository
# gpg
GET /users/{selected_user}/gpg-keys r:gpg-key @100
POST /users/{selected_user}/gpg-keys rw:gpg-key
GET /users/{selected_user}/gpg-keys/{fingerprint} r:gpg-key
DELETE /users/{selected_user}/gpg-keys/{fingerprint} d:gpg-key
# pipelines
GET ~/deployments_config/environments/{environment_uuid}/variables r:pipeline @100
POST ~/deployments_config/environments/{environment_uuid}/variables a:pipeline
PUT ~/deployments_config/environments/{environment_uuid}/variables/{variable_uuid} a:pipeline
DELETE ~/deployments_config/environments/{environment_uuid}/variables/{variable_uuid} a:pipeline
GET ~/pipelines r:pipeline ?creator.uuid,target.ref_type,target.ref_name,target.branch,target.commit.hash,target.selector.pattern,target.selector.type,created_on,trigger_type,status,sort @100
POST ~/pipelines rw:pipeline
GET ~/pipelines-config/caches r:pipeline @100
DELETE ~/pipelines-config/caches w:pipeline ?name
DELETE ~/pipelines-config/caches/{cache_uuid} w:pipeline
GET ~/pipelines-config/caches/{cache_uuid}/content-uri r:pipeline
GET ~/pipelines-config/runners r:runner @100
POST ~/pipelines-config/runners rw:runner
GET ~/pipelines-config/runners/{runner_uuid} r:runner
PUT ~/pipelines-config/runners/{runner_uuid} rw:runner
DELETE ~/pipelines-config/runners/{runner_uuid} w:runner
GET ~/pipelines/{pipeline_uuid} r:pipeline
GET ~/pipelines/{pipeline_uuid}/steps r:pipeline @100
GET ~/pipelines/{pipeline_uuid}/steps/{step_uuid} r:pipeline
GET ~/pipelines/{pipeline_uuid}/steps/{step_uuid}/log r:pipeline raw
GET ~/pipelines/{pipeline_uuid}/steps/{step_uuid}/logs/{log_uuid} r:pipeline raw
GET ~/pipelines/{pipeline_uuid}/steps/{step_uuid}/test_reports r:pipeline
GET ~/pipelines/{pipeline_uuid}/steps/{step_uuid}/test_reports/test_cases r:pipeline @100
GET ~/pipelines/{pipeline_uuid}/steps/{step_uuid}/test_reports/test_cases/{test_case_uuid}/test_case_reasons r:pipeline
POST ~/pipelines/{pipeline_uuid}/stopPipeline w:pipeline
GET ~/pipelines_config a:repository
PUT ~/pipelines_config a:repository
PUT ~/pipelines_config/build_number a:pipeline
GET ~/pipelines_config/schedules r:pipeline @100
POST ~/pipelines_config/schedules rw:pipeline
GET ~/pipelines_config/schedules/{schedule_uuid} r:pipeline
PUT ~/pipelines_config/schedules/{schedule_uuid} rw:pipeline
DELETE ~/pipelines_config/schedules/{schedule_uuid} w:pipeline
GET ~/pipelines_config/schedules/{schedule_uuid}/executions r:pipeline @100
GET ~/pipelines_config/ssh/key_pair r:pipeline
PUT ~/pipelines_config/ssh/key_pair a:pipeline
DELETE ~/pipelines_config/ssh/key_pair a:pipeline
GET ~/pipelines_config/ssh/known_hosts r:pipeline @100
POST ~/pipelines_config/ssh/known_hosts a:pipeline
GET ~/pipelines_config/ssh/known_hosts/{known_host_uuid} r:pipeline
PUT ~/pipelines_config/ssh/known_hosts/{known_host_uuid} a:pipeline
DELETE ~/pipelines_config/ssh/known_hosts/{known_host_uuid} a:pipeline
GET ~/pipelines_config/variables r:pipeline @100
POST ~/pipelines_config/variables a:pipeline
GET ~/pipelines_config/variables/{variable_uuid} r:pipeline
PUT ~/pipelines_config/variables/{variable_uuid} a:pipeline
DELETE ~/pipelines_config/variables/{variable_uuid} a:pipeline
GET /teams/{username}/pipelines_config/variables @100
POST /teams/{username}/pipelines_config/variables
GET /teams/{username}/pipelines_config/variables/{variable_uuid}
PUT /teams/{username}/pipelines_config/variables/{variable_uuid}
DELETE /teams/{username}/pipelines_config/variables/{variable_uuid}
GET /users/{selected_user}/pipelines_config/variables @100
POST /users/{selected_user}/pipelines_config/variables
GET /users/{selected_user}/pipelines_config/variables/{variable_uuid}
PUT /users/{selected_user}/pipelines_config/variables/{variable_uuid}
DELETE /users/{selected_user}/pipelines_config/variables/{variable_uuid}
GET /workspaces/{workspace}/pipelines-config/identity/oidc/.well-known/openid-configuration
GET /workspaces/{workspace}/pipelines-config/identity/oidc/keys.json
GET /workspaces/{workspace}/pipelines-config/runners r:runner @100
POST /workspaces/{workspace}/pipelines-config/runners rw:runner
GET /workspaces/{workspace}/pipelines-config/runners/{runner_uuid} r:runner
PUT /workspaces/{workspace}/pipelines-config/runners/{runner_uuid} rw:runner
DELETE /workspaces/{workspace}/pipelines-config/runners/{runner_uuid} w:runner
GET /workspaces/{workspace}/pipelines-config/variables r:pipeline @100
POST /workspaces/{workspace}/pipelines-config/variables a:pipeline
GET /workspaces/{workspace}/pipelines-config/variables/{variable_uuid} r:pipeline
PUT /workspaces/{workspace}/pipelines-config/variables/{variable_uuid} a:pipeline
DELETE /workspaces/{workspace}/pipelines-config/variables/{variable_uuid} a:pipeline
# projects
POST /workspaces/{workspace}/projects a:project
GET /workspaces/{workspace}/projects/{project_key} r:project
PUT /workspaces/{workspace}/projects/{project_key} a:project
DELETE /workspaces/{workspace}/projects/{project_key} a:project
GET /workspaces/{workspace}/projects/{project_key}/default-reviewers r:pullrequest @100
GET /workspaces/{workspace}/projects/{project_key}/default-reviewers/{selected_user} r:pullrequest
PUT /workspaces/{workspace}/projects/{project_key}/default-reviewers/{selected_user} a:project
DELETE /workspaces/{workspace}/projects/{project_key}/default-reviewers/{selected_user} a:project
GET /workspaces/{workspace}/projects/{project_key}/permissions-config/groups r:project @100
GET /workspaces/{workspace}/projects/{project_key}/permissions-config/groups/{group_slug} r:project
PUT /workspaces/{workspace}/projects/{project_key}/permissions-config/groups/{group_slug} a:project,w:permission
DELETE /workspaces/{workspace}/projects/{project_key}/permissions-config/groups/{group_slug} a:project,d:permission
GET /workspaces/{workspace}/projects/{project_key}/permissions-config/users r:project @100
GET /workspaces/{workspace}/projects/{project_key}/permissions-config/users/{selected_user_id} r:project
PUT /workspaces/{workspace}/projects/{project_key}/permissions-config/users/{selected_user_id} a:project,w:permission
DELETE /workspaces/{workspace}/projects/{project_key}/permissions-config/users/{selected_user_id} a:project,d:permission
# properties
GET ~/commit/{commit}/properties/{app_key}/{property_name} a:workspace
PUT ~/commit/{commit}/properties/{app_key}/{property_name}
DELETE ~/commit/{commit}/properties/{app_key}/{property_name}
GET ~/properties/{app_key}/{property_name} a:workspace
PUT ~/properties/{app_key}/{property_name}
DELETE ~/properties/{app_key}/{property_name}
GET ~/pullrequests/{pullrequest_id}/properties/{app_key}/{property_name} a:workspace
PUT ~/pullrequests/{pullrequest_id}/properties/{app_key}/{property_name}
DELETE ~/pullrequests/{pullrequest_id}/properties/{app_key}/{property_name}
GET /users/{selected_user}/properties/{app_key}/{property_name} a:workspace
PUT /users/{selected_user}/properties/{app_key}/{property_name}
DELETE /users/{selected_user}/properties/{app_key}/{property_name}
# pullrequests
GET ~/commit/{commit}/pullrequests r:pullrequest @50
GET ~/default-reviewers r:pullrequest @100
GET ~/default-reviewers/{target_username} r:pullrequest
PUT ~/default-reviewers/{target_username} a:repository
DELETE ~/default-reviewers/{target_username} a:repository
GET ~/effective-default-reviewers r:pullrequest @100
GET ~/pullrequests r:pullrequest ?state,q,sort @50
POST ~/pullrequests rw:pullrequest
GET ~/pullrequests/activity r:pullrequest @50
GET ~/pullrequests/{pull_request_id} r:pullrequest
PUT ~/pullrequests/{pull_request_id} rw:pullrequest
GET ~/pullrequests/{pull_request_id}/activity r:pullrequest @50
POST ~/pullrequests/{pull_request_id}/approve rw:pullrequest
DELETE ~/pullrequests/{pull_request_id}/approve w:pullrequest
GET ~/pullrequests/{pull_request_id}/comments r:pullrequest ?q,sort @100
POST ~/pullrequests/{pull_request_id}/comments r:pullrequest
GET ~/pullrequests/{pull_request_id}/comments/{comment_id} r:pullrequest
PUT ~/pullrequests/{pull_request_id}/comments/{comment_id} r:pullrequest
DELETE ~/pullrequests/{pull_request_id}/comments/{comment_id} r:pullrequest
POST ~/pullrequests/{pull_request_id}/comments/{comment_id}/resolve r:pullrequest
DELETE ~/pullrequests/{pull_request_id}/comments/{comment_id}/resolve r:pullrequest
GET ~/pullrequests/{pull_request_id}/commits r:pullrequest @100
GET ~/pullrequests/{pull_request_id}/conflicts r:pullrequest @100
POST ~/pullrequests/{pull_request_id}/decline rw:pullrequest
GET ~/pullrequests/{pull_request_id}/diff r:pullrequest ?context,path,ignore_whitespace,binary,renames,topic raw
GET ~/pullrequests/{pull_request_id}/diffstat r:pullrequest ?ignore_whitespace,path,renames,topic @100
POST ~/pullrequests/{pull_request_id}/merge rw:pullrequest ?async
GET ~/pullrequests/{pull_request_id}/merge/task-status/{task_id} r:pullrequest
GET ~/pullrequests/{pull_request_id}/mergeability/checks r:pullrequest ?q
GET ~/pullrequests/{pull_request_id}/patch r:pullrequest raw
POST ~/pullrequests/{pull_request_id}/request-changes rw:pullrequest
DELETE ~/pullrequests/{pull_request_id}/request-changes w:pullrequest
GET ~/pullrequests/{pull_request_id}/statuses r:pullrequest ?q,sort @100
GET ~/pullrequests/{pull_request_id}/tasks r:pullrequest ?q,sort @100
POST ~/pullrequests/{pull_request_id}/tasks r:pullrequest
GET ~/pullrequests/{pull_request_id}/tasks/{task_id} r:pullrequest
PUT ~/pullrequests/{pull_request_id}/tasks/{task_id} r:pullrequest
DELETE ~/pullrequests/{pull_request_id}/tasks/{task_id} r:pullrequest
# refs
GET ~/refs r:repository ?q,sort @100
GET ~/refs/branches r:repository ?q,sort @100
POST ~/refs/branches rw:repository
GET ~/refs/branches/{name} r:repository
DELETE ~/refs/branches/{name} w:repository
GET ~/refs/tags r:repository ?q,sort @100
POST ~/refs/tags rw:repository
GET ~/refs/tags/{name} r:repository
DELETE ~/refs/tags/{name} w:repository
# reports
GET ~/commit/{commit}/reports r:repository @100
GET ~/commit/{commit}/reports/{reportId} r:repository
PUT ~/commit/{commit}/reports/{reportId} r:repository
DELETE ~/commit/{commit}/reports/{reportId} r:repository
GET ~/commit/{commit}/reports/{reportId}/annotations r:repository @100
POST ~/commit/{commit}/reports/{reportId}/annotations r:repository
GET ~/commit/{commit}/reports/{reportId}/annotations/{annotationId} r:repository
PUT ~/commit/{commit}/reports/{reportId}/annotations/{annotationId} r:repository
DELETE ~/commit/{commit}/reports/{reportId}/annotations/{annotationId} r:repository
# repositories
GET /repositories/{workspace} r:repository ?role,q,sort @100
GET ~ r:repository
POST ~ a:repository
PUT ~ a:repository
DELETE ~ d:repository ?redirect_to
GET ~/forks r:repository ?role,q,sort @100
POST ~/forks rw:repository
GET ~/hooks r:webhook @100
POST ~/hooks rw:webhook
GET ~/hooks/{uid} r:webhook
PUT ~/hooks/{uid} rw:webhook
DELETE ~/hooks/{uid} d:webhook
GET ~/override-settings a:repository
PUT ~/override-settings a:repository
GET ~/permissions-config/groups r:repository @100
GET ~/permissions-config/groups/{group_slug} r:repository
PUT ~/permissions-config/groups/{group_slug} a:repository,w:permission
DELETE ~/permissions-config/groups/{group_slug} a:repository,d:permission
GET ~/permissions-config/users r:repository @100
GET ~/permissions-config/users/{selected_user_id} r:repository
PUT ~/permissions-config/users/{selected_user_id} a:repository,w:permission
DELETE ~/permissions-config/users/{selected_user_id} a:repository,d:permission
GET ~/watchers r:repository @100
GET /user/workspaces/{workspace}/permissions/repositories r:repository ?q,sort @100
# search
GET /teams/{username}/search/code r:repository ?search_query @100
GET /users/{selected_user}/search/code r:repository ?search_query @100
GET /workspaces/{workspace}/search/code r:repository ?search_query @100
# snippets
POST /snippets rw:snippet
GET /snippets/{workspace} r:snippet ?role @100
POST /snippets/{workspace} rw:snippet
GET /snippets/{workspace}/{encoded_id} r:snippet
PUT /snippets/{workspace}/{encoded_id} rw:snippet
DELETE /snippets/{workspace}/{encoded_id} d:snippet
GET /snippets/{workspace}/{encoded_id}/comments r:snippet ?sort @100
POST /snippets/{workspace}/{encoded_id}/comments rw:snippet
GET /snippets/{workspace}/{encoded_id}/comments/{comment_id} r:snippet
PUT /snippets/{workspace}/{encoded_id}/comments/{comment_id} rw:snippet
DELETE /snippets/{workspace}/{encoded_id}/comments/{comment_id} w:snippet
GET /snippets/{workspace}/{encoded_id}/commits r:snippet @100
GET /snippets/{workspace}/{encoded_id}/commits/{revision} r:snippet
GET /snippets/{workspace}/{encoded_id}/files/{path} r:snippet raw
GET /snippets/{workspace}/{encoded_id}/watch r:snippet
PUT /snippets/{workspace}/{encoded_id}/watch w:snippet
DELETE /snippets/{workspace}/{encoded_id}/watch w:snippet
GET /snippets/{workspace}/{encoded_id}/watchers @100
GET /snippets/{workspace}/{encoded_id}/{node_id} r:snippet
PUT /snippets/{workspace}/{encoded_id}/{node_id} rw:snippet
DELETE /snippets/{workspace}/{encoded_id}/{node_id} w:snippet
GET /snippets/{workspace}/{encoded_id}/{node_id}/files/{path} r:snippet raw
GET /snippets/{workspace}/{encoded_id}/{revision}/diff r:snippet ?path raw
GET /snippets/{workspace}/{encoded_id}/{revision}/patch r:snippet raw
# source
GET ~/filehistory/{commit}/{path} r:repository ?renames,q,sort @100
GET ~/src r:repository ?format @100
POST ~/src w:repository ?message,author,parents,files,branch
GET ~/src/{commit}/{path} r:repository ?format,q,sort,max_depth @100 raw
# ssh
GET /users/{selected_user}/ssh-keys r:ssh-key @100
POST /users/{selected_user}/ssh-keys rw:ssh-key ?expires_on
GET /users/{selected_user}/ssh-keys/{key_id} r:ssh-key
PUT /users/{selected_user}/ssh-keys/{key_id} rw:ssh-key
DELETE /users/{selected_user}/ssh-keys/{key_id} d:ssh-key
# users
GET /user r:user
GET /user/emails r:user @100
GET /user/emails/{email} r:user
GET /users/{selected_user} r:user
# webhooks
GET /hook_events
GET /hook_events/{subject_type} @100
# workspaces
GET /user/workspaces r:workspace ?sort,administrator,q @100
GET /user/workspaces/{workspace}/permission r:workspace
GET /workspaces/{workspace} r:workspace
GET /workspaces/{workspace}/hooks r:webhook @100
POST /workspaces/{workspace}/hooks rw:webhook
GET /workspaces/{workspace}/hooks/{uid} r:webhook
PUT /workspaces/{workspace}/hooks/{uid} rw:webhook
DELETE /workspaces/{workspace}/hooks/{uid} d:webhook
GET /workspaces/{workspace}/members r:workspace ?q @100
GET /workspaces/{workspace}/members/{member} r:workspace
GET /workspaces/{workspace}/permissions r:workspace ?q @100
GET /workspaces/{workspace}/permissions/repositories r:repository ?q,sort @100
GET /workspaces/{workspace}/permissions/repositories/{repo_slug} r:repository ?q,sort @100
GET /workspaces/{workspace}/projects r:project @100
GET /workspaces/{workspace}/pullrequests/{selected_user} r:pullrequest ?state,q,sort @50
GET /workspaces/{workspace}/settings/gpg/public-key r:workspace raw
`;
