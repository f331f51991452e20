import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/core/config.ts';
import type { Profile } from '../../../src/core/settings/settings.ts';
import { OPEN_POLICY } from '../../../src/mcp/policy/policy.ts';
import { isServedBy } from '../../../src/mcp/policy/served-by.ts';
import { tokenScopes } from '../../../src/mcp/policy/token-scopes.ts';
import { toolName } from '../../../src/mcp/tool-name.ts';
import { GROUP_NAMES, operationsOf } from '../../../src/operations/registry.ts';
import { httpServer, sendJson } from '../../support/http-server.ts';
import { type McpProgram, startMcp, until } from '../../support/mcp.ts';

const ALL = await operationsOf(GROUP_NAMES);
const served = (...scopes: readonly string[]) =>
  ALL.filter((one) => isServedBy(scopes, one)).map(toolName);

describe('a tool is listed for a token', () => {
  test('that has all scopes which its work needs', () => {
    const reading = ['read:user', 'read:repository', 'read:pullrequest'].map(
      (one) => `${one}:bitbucket`,
    );
    const read = served(...reading);
    expect(read).toEqual(
      expect.arrayContaining(['bb_get', 'bb_clone', 'bb_pr_diff', 'bb_pr_list']),
    );
    // A token that only reads may comment all the same.
    expect(read).toEqual(expect.arrayContaining(['bb_post', 'bb_delete', 'bb_pr_comment']));
    for (const name of ['bb_pr_merge', 'bb_pr_approve', 'bb_pr_create', 'bb_branches_prune']) {
      expect(read).not.toContain(name);
    }
    const writing = served(...reading, 'write:pullrequest:bitbucket', 'write:repository:bitbucket');
    expect(writing).toEqual(ALL.map(toolName));
  });

  test('unless no endpoint of its verb is left', () => {
    expect(served('read:user:bitbucket', 'read:workspace:bitbucket')).toEqual(['bb_get']);
    expect(served('read:pullrequest:bitbucket')).not.toContain('bb_clone');
    expect(served('read:pullrequest:bitbucket')).not.toContain('bb_pr_diff');
  });

  test('of whose scopes nobody knows what they are', () => {
    expect(served('foo', 'bar')).toEqual(ALL.map(toolName));
    expect(served('foo', 'pullrequest')).not.toContain('bb_pr_merge');
  });

  test('also in the words of an access token', () => {
    expect(served('pullrequest:write')).toEqual(ALL.map(toolName));
    expect(served('pullrequest')).not.toContain('bb_pr_merge');
    expect(served('webhook')).toEqual(['bb_get', 'bb_post', 'bb_put', 'bb_patch', 'bb_delete']);
  });
});

const environment = (url: string) => ({
  BBX_API_URL: url,
  ATLASSIAN_USER_EMAIL: 'ada@example.com',
  ATLASSIAN_API_TOKEN: 'a-token-of-a-test-with-few-scopes',
});

async function listed(program: McpProgram): Promise<string[]> {
  const { result } = await program.request('tools/list', {});
  const { tools }: { tools: { readonly name: string }[] } = Object.assign({ tools: [] }, result);
  return tools.map(({ name }) => name);
}

const granted = { granted: ['read:workspace:bitbucket'], required: ['read:user:bitbucket'] };
const refusal = { type: 'error', error: { message: 'Your credentials lack …', detail: granted } };

test('the scopes of a profile are those that it remembers, and its keychain is left alone', async () => {
  const scopes = ['read:user:bitbucket'];
  const of = (profile: Profile) => {
    const chosen = { name: 'work', profile, explicit: false };
    const config = { ...readConfig({ HOME: '/nonexistent' }), profile: chosen };
    return tokenScopes(async () => config, OPEN_POLICY);
  };
  const kept = of({ kind: 'api-token', token: 'keychain', scopes });
  expect(await kept.known(10_000)).toEqual(scopes);
  expect(await kept.mayBeLate()).toBe(false);
  const none = of({ kind: 'api-token', token: 'keychain' });
  expect(await none.known(10_000)).toBeUndefined();
  const printed = of({ kind: 'api-token', token: 'command', token_command: 'false', scopes });
  expect(await printed.known(10_000)).toBeUndefined();
});

test('the list is for the token, and a hidden tool that is called is refused by Bitbucket alone', async () => {
  const api = await httpServer((_, response) => sendJson(response, refusal, 403));
  const program = await startMcp(environment(api.url));
  expect(await listed(program)).toEqual(['bb_get']);
  expect(await listed(program)).toEqual(['bb_get']);
  expect(api.seen.map(({ url }) => url)).toEqual(['/2.0/user']);
  const { text } = await program.call('bb_post', { path: '/repositories/acme/api/pipelines' });
  expect(text).toMatch(/scope/);
  expect(api.seen).toHaveLength(2);
});

test('a slow answer keeps nobody waiting, and the client is told when the list is another', async () => {
  const held: (() => void)[] = [];
  const api = await httpServer((_, response) => held.push(() => sendJson(response, refusal, 403)));
  const program = await startMcp(environment(api.url));
  expect(await listed(program)).toHaveLength(6);
  for (const answer of held) answer();
  const changed = () =>
    program.notifications.some(({ method }) => method === 'notifications/tools/list_changed');
  await until(changed);
  expect(await listed(program)).toEqual(['bb_get']);
});
