import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { readConfig } from '../../../src/core/config.ts';
import { complete } from '../../../src/mcp/guidance/completion/complete.ts';
import { Recent } from '../../../src/mcp/guidance/completion/recent.ts';
import { OPEN_POLICY } from '../../../src/mcp/policy/policy.ts';
import { operationsOf } from '../../../src/operations/registry.ts';
import { httpServer, sendJson } from '../../support/http-server.ts';

const operations = await operationsOf(['api']);

/** Completes values of the resources' addresses; each server answers every request alike. */
async function typing(answer: (response: ServerResponse) => void) {
  const server = await httpServer((_, response) => answer(response));
  const config = readConfig({
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    BBX_API_URL: server.url,
    ATLASSIAN_USER_EMAIL: 'ada@example.com',
    ATLASSIAN_API_TOKEN: 'secret-token-of-the-test',
  });
  const session = {
    operations,
    policy: OPEN_POLICY,
    load: async () => config,
    recent: new Recent(),
  };
  const type = async (name: string, value: string, given: Record<string, string> = {}) => {
    const ref = { type: 'ref/prompt', name: 'explain_file' } as const;
    const asked = { ref, argument: { name, value }, context: { arguments: given } };
    return (await complete(asked, session, new AbortController().signal)).completion;
  };
  return { type, requests: server.seen };
}

const branches = (names: readonly string[]) => ({
  values: names.map((name) => ({ name, target: { hash: 'a'.repeat(40) } })),
});

test('a name that hides something, or that is a whole text, is not proposed', async () => {
  const names = ['main', 'a\u202eb', 'a\u001b[2Jb', 'a\u200bb', 'a\nb', 'é/漢', 'x'.repeat(201)];
  const { type } = await typing((response) => sendJson(response, branches(names)));
  const found = await type('ref', '', { repo: 'acme/infra' });
  expect(found).toEqual({ values: ['main', 'é/漢'], total: 2, hasMore: false });
});

test('each list is asked for once, whatever is typed in it', async () => {
  const { type, requests } = await typing((response) =>
    sendJson(response, { values: [{ full_name: 'acme/infra' }, { full_name: 'acme/backend' }] }),
  );
  const typed = ['acme/', 'acme/i', 'acme/in', 'acme/inf'];
  const found = await Promise.all(typed.map((value) => type('repo', value)));
  expect(found.at(-1)?.values).toEqual(['acme/infra']);
  expect(requests).toHaveLength(1);
  await type('repo', 'other/i');
  expect(requests).toHaveLength(2);
});

test('what failed is asked for again', async () => {
  const { type, requests } = await typing((response) => sendJson(response, {}, 403));
  for (const value of ['a', 'ab']) {
    expect((await type('ref', value, { repo: 'acme/infra' })).values).toEqual([]);
  }
  expect(requests).toHaveLength(2);
});
