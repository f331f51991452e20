import { describe, expect, test } from 'vitest';
import { allEndpoints } from '../../../src/core/catalogue/all-endpoints.ts';
import { destroys, GRAVE } from '../../../src/core/catalogue/destroys.ts';
import { fillTemplate } from '../../../src/core/catalogue/template.ts';

const REPOSITORY = '/repositories/acme/backend-api';
const PULL = `${REPOSITORY}/pullrequests/7`;

const short = (template: string) => template.replace('/repositories/{workspace}/{repo_slug}', '~');

describe('what somebody should agree to first', () => {
  test('names only operations that there are', () => {
    const known = allEndpoints().map(({ method, template }) => `${method} ${short(template)}`);
    expect(Object.keys(GRAVE).filter((operation) => !known.includes(operation))).toEqual([]);
  });

  test('is every write but these, so that a new one in the catalogue is looked at', () => {
    const harmless = allEndpoints()
      .filter(({ method }) => method !== 'GET')
      .filter(({ method, template }) => !destroys(method, fillTemplate(template, {})))
      .map(({ method, template }) => `${method} ${short(template)}`);
    expect(harmless).toMatchInlineSnapshot(`
      [
        "POST ~/commit/{commit}/statuses/build",
        "PUT ~/commit/{commit}/statuses/build/{key}",
        "POST ~/commit/{commit}/approve",
        "DELETE ~/commit/{commit}/approve",
        "POST ~/commit/{commit}/comments",
        "PUT ~/commit/{commit}/comments/{comment_id}",
        "POST ~/commits",
        "POST ~/commits/{revision}",
        "POST ~/environments",
        "POST ~/deployments_config/environments/{environment_uuid}/variables",
        "POST ~/pipelines",
        "POST ~/pipelines_config/schedules",
        "PUT ~/pipelines_config/schedules/{schedule_uuid}",
        "POST ~/pipelines_config/variables",
        "POST /teams/{username}/pipelines_config/variables",
        "POST /users/{selected_user}/pipelines_config/variables",
        "POST /workspaces/{workspace}/pipelines-config/variables",
        "POST /workspaces/{workspace}/projects",
        "PUT /workspaces/{workspace}/projects/{project_key}/default-reviewers/{selected_user}",
        "PUT ~/default-reviewers/{target_username}",
        "POST ~/pullrequests",
        "PUT ~/pullrequests/{pull_request_id}",
        "POST ~/pullrequests/{pull_request_id}/approve",
        "DELETE ~/pullrequests/{pull_request_id}/approve",
        "POST ~/pullrequests/{pull_request_id}/comments",
        "PUT ~/pullrequests/{pull_request_id}/comments/{comment_id}",
        "POST ~/pullrequests/{pull_request_id}/comments/{comment_id}/resolve",
        "DELETE ~/pullrequests/{pull_request_id}/comments/{comment_id}/resolve",
        "POST ~/pullrequests/{pull_request_id}/request-changes",
        "DELETE ~/pullrequests/{pull_request_id}/request-changes",
        "POST ~/pullrequests/{pull_request_id}/tasks",
        "PUT ~/pullrequests/{pull_request_id}/tasks/{task_id}",
        "POST ~/refs/branches",
        "POST ~/refs/tags",
        "PUT ~/commit/{commit}/reports/{reportId}",
        "POST ~/commit/{commit}/reports/{reportId}/annotations",
        "PUT ~/commit/{commit}/reports/{reportId}/annotations/{annotationId}",
        "POST ~",
        "POST /snippets/{workspace}/{encoded_id}/comments",
        "PUT /snippets/{workspace}/{encoded_id}/comments/{comment_id}",
        "PUT /snippets/{workspace}/{encoded_id}/watch",
        "DELETE /snippets/{workspace}/{encoded_id}/watch",
        "POST ~/src",
        "PUT /users/{selected_user}/ssh-keys/{key_id}",
      ]
    `);
    expect(harmless.filter((line) => line.startsWith('DELETE'))).toHaveLength(5);
  });

  test.each([
    [
      'DELETE',
      `${REPOSITORY}/refs/branches/feature%2Fold`,
      `${REPOSITORY}/refs/branches/feature%2Fold`,
    ],
    [
      'DELETE',
      `/2.0${REPOSITORY}/refs/branches/feature/old/?x=1`,
      `${REPOSITORY}/refs/branches/feature/old`,
    ],
    ['DELETE', `${PULL}/comments/3`, `${PULL}/comments/3`],
    ['DELETE', `${REPOSITORY}?redirect_to=x`, REPOSITORY],
    ['DELETE', `${REPOSITORY}/downloads/a.zip`, undefined],
    ['DELETE', `${REPOSITORY}/pipelines-config/caches`, undefined],
    ['POST', `${PULL}/merge?async=true`, PULL],
    ['POST', `${PULL}/decline`, PULL],
    ['POST', `${PULL}/Merge`, PULL],
    ['POST', `${REPOSITORY}/forks`, undefined],
    ['PUT', `${REPOSITORY}/deploy-keys/3`, `${REPOSITORY}/deploy-keys/3`],
    ['post', `${REPOSITORY}/pipelines/%7B1%7D/stopPipeline`, `${REPOSITORY}/pipelines/%7B1%7D`],
    ['POST', `${REPOSITORY}/hooks`, undefined],
    ['PUT', REPOSITORY, REPOSITORY],
    ['PUT', `${REPOSITORY}/pipelines_config/build_number`, undefined],
  ])('%s %s hits %s', (method, path, hits) => {
    expect(destroys(method, path)?.hits).toBe(hits);
    expect(destroys(method, path)).toBeDefined();
  });

  test.each([
    ['POST', '/nothing/known'],
    ['POST', `${PULL}/merg%65`],
    ['POST', `${PULL}%2Fmerge`],
    ['POST', `${REPOSITORY}/pullrequests/7%2Fmerge%3Fx/comments`],
    ['POST', `${REPOSITORY}/pullrequests/7%252F../comments`],
    ['POST', `${REPOSITORY}/commits/x%2F..%2F..%2Fpullrequests%2F7%2Fmerge`],
    ['POST', `${REPOSITORY}/pullrequests/7%5C/comments`],
    ['POST', `${REPOSITORY}/pullrequests/7%2Fmerge/comments`],
    ['PUT', `${REPOSITORY}/commit/abc/reports/my%2Fannotations`],
    ['PUT', `${REPOSITORY}/commit/abc/statuses/build/a%2525252525252Fb`],
    ['PUT', `${REPOSITORY}/commit/abc/statuses/build/..%2F..%2Fx`],
    ['POST', `${REPOSITORY}/commit/abc%2F%2Fx/comments`],
    ['PUT', `${REPOSITORY}/pullrequests/%E0%A4/tasks/1`],
    ['PUT', `${PULL}/merge`],
    ['PATCH', PULL],
    ['DELETE', '/nothing/known'],
  ])('%s %s is not known, and so is one of them', (method, path) => {
    expect(destroys(method, path)).toEqual({
      known: false,
      operation: undefined,
      why: 'bbx knows no such operation, and cannot tell what it does.',
      hits: undefined,
      template: undefined,
    });
  });

  test.each([
    ['POST', `${PULL}/comments`],
    ['POST', `${PULL}/approve`],
    ['POST', `${REPOSITORY}/commits/feature%2Fx`],
    ['PUT', PULL],
    ['PUT', `${REPOSITORY}/commit/abc/statuses/build/my%20key`],
    ['PUT', `${REPOSITORY}/commit/abc/statuses/build/ci%2Flint`],
    ['PUT', `${REPOSITORY}/commit/abc/statuses/build/ci%252Flint`],
    ['PUT', `${REPOSITORY}/commit/abc/reports/my%2Fr`],
    ['POST', `${REPOSITORY}/commit/feature%2Fx/statuses/build`],
    ['POST', `${REPOSITORY}/commit/50%25/comments`],
    ['POST', `${REPOSITORY}/pullRequests/7/Comments`],
    ['DELETE', `${REPOSITORY}/commit/feature%2Fx/approve`],
    ['POST', '/repositories/%7Bdeadbeef%7D/%7Bcafe%7D/pullrequests'],
    ['DELETE', `${PULL}/approve`],
    ['GET', '/nothing/known'],
  ])('%s %s is not', (method, path) => {
    expect(destroys(method, path)).toBeUndefined();
  });
});
