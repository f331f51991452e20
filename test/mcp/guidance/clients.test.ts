import { Client as NewClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as NewTransport } from '@modelcontextprotocol/client/stdio';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sandboxEnvironment } from '../../../src/sandbox/export-lines.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { expectGolden } from '../../support/golden.ts';
import { called, machine, PROGRAM, until } from '../../support/mcp.ts';

const PULL = 'bitbucket://{workspace}/{repo}/pull-requests/{id}';
const IMAGE = 'bitbucket://acme/backend-api/src/main/assets/logo.png';
const FILE = 'bitbucket://{workspace}/{repo}/src/{commit}/{+path}';

let sandbox: Sandbox;
let home: ReturnType<typeof machine>;
const older = new OldClient({ name: 'older', version: '1' });
const newer = new NewClient(
  { name: 'newer', version: '1' },
  { versionNegotiation: { mode: 'auto' } },
);

beforeAll(async () => {
  sandbox = await startSandbox();
  home = machine(sandboxEnvironment(sandbox));
  const server = {
    command: process.execPath,
    args: [PROGRAM, 'mcp'],
    env: home.env,
    cwd: home.home,
  };
  await Promise.all([
    older.connect(new OldTransport(server)),
    newer.connect(new NewTransport(server)),
  ]);
});
afterAll(async () => {
  await Promise.all([older.close(), newer.close()]);
  home.remove();
  await sandbox.close();
});

interface Contents {
  readonly uri: string;
  readonly mimeType?: string | undefined;
  readonly text?: string;
  readonly blob?: string;
}

/** What both generations of clients can do, in the same words. */
const CLIENTS = {
  'an older client': {
    prompts: async () => (await older.listPrompts()).prompts,
    prompt: async (name: string, given: Record<string, string>) =>
      JSON.stringify((await older.getPrompt({ name, arguments: given })).messages),
    read: async (uri: string, options = {}): Promise<readonly Contents[]> =>
      (await older.readResource({ uri }, options)).contents,
    resources: async () => (await older.listResources()).resources,
    templates: async () => (await older.listResourceTemplates()).resourceTemplates,
    completePrompt: async (name: string, argument: string, value: string, others = {}) =>
      (
        await older.complete({
          ref: { type: 'ref/prompt', name },
          argument: { name: argument, value },
          context: { arguments: others },
        })
      ).completion,
    completeUri: async (uri: string, argument: string, value: string, others = {}) =>
      (
        await older.complete({
          ref: { type: 'ref/resource', uri },
          argument: { name: argument, value },
          context: { arguments: others },
        })
      ).completion,
    capabilities: () => older.getServerCapabilities(),
    info: () => older.getServerVersion(),
  },
  'a client of the new era': {
    prompts: async () => (await newer.listPrompts()).prompts,
    prompt: async (name: string, given: Record<string, string>) =>
      JSON.stringify((await newer.getPrompt({ name, arguments: given })).messages),
    read: async (uri: string, options = {}): Promise<readonly Contents[]> =>
      (await newer.readResource({ uri }, options)).contents,
    resources: async () => (await newer.listResources()).resources,
    templates: async () => (await newer.listResourceTemplates()).resourceTemplates,
    completePrompt: async (name: string, argument: string, value: string, others = {}) =>
      (
        await newer.complete({
          ref: { type: 'ref/prompt', name },
          argument: { name: argument, value },
          context: { arguments: others },
        })
      ).completion,
    completeUri: async (uri: string, argument: string, value: string, others = {}) =>
      (
        await newer.complete({
          ref: { type: 'ref/resource', uri },
          argument: { name: argument, value },
          context: { arguments: others },
        })
      ).completion,
    capabilities: () => newer.getServerCapabilities(),
    info: () => newer.getServerVersion(),
  },
} as const;

describe.each(Object.entries(CLIENTS))('%s', (_, client) => {
  test('is told of what there is, and of the one change that may come', () => {
    expect(client.capabilities()).toEqual({
      tools: { listChanged: true },
      prompts: {},
      resources: {},
      completions: {},
      logging: {},
    });
    expect(client.info()).toMatchObject({ name: 'bbx', title: 'Bitbucket Cloud' });
  });

  test('gets five prompts with their arguments, and one of them in words', async () => {
    const prompts = await client.prompts();
    expect(prompts.map(({ name }) => name)).toEqual([
      'review_pull_request',
      'checks_before_merge',
      'explain_file',
      'standup_digest',
      'prune_branches',
    ]);
    for (const { title, description, arguments: all = [] } of prompts) {
      expect(title).toBeTruthy();
      expect(description).toBeTruthy();
      expect(all.length).toBeGreaterThan(0);
      for (const argument of all) expect(argument.description).toBeTruthy();
    }
    const given = { repo: 'backend-api', id: '42' };
    expect(await client.prompt('review_pull_request', given)).toContain(
      'bb_get /repositories/acme/backend-api/pullrequests/42',
    );
  });

  test('is told what is wrong with a prompt in the words of the protocol', async () => {
    const given = { repo: 'backend-api' };
    await expect(client.prompt('nothing', given)).rejects.toMatchObject({ code: -32602 });
    await expect(client.prompt('review_pull_request', given)).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining('review_pull_request needs id'),
    });
  });

  test('reads the catalogue, and searches it without a request', async () => {
    const before = sandbox.requests.length;
    const [catalogue] = await client.read('bitbucket://endpoints');
    expect(catalogue?.mimeType).toBe('text/plain');
    expect(catalogue?.text).toContain('\n# pullrequests\n');
    const [found] = await client.read('bitbucket://endpoints/pull%20request%20comments');
    expect(found?.text).toContain('/pullrequests/{pull_request_id}/');
    expect(found?.text).toContain('comments/{comment_id}');
    expect(found?.text).toContain('read:pullrequest');
    const [gone] = await client.read('bitbucket://endpoints/%2Fworkspaces');
    expect(gone?.text).toContain('Use /user/workspaces.');
    expect(sandbox.requests.length).toBe(before);
  });

  test('reads a pull request, its diff and files, each marked as the words of others', async () => {
    const [pull, remarks] = await client.read('bitbucket://acme/backend-api/pull-requests/42');
    expect(pull?.mimeType).toBe('application/json');
    expect(JSON.parse(pull?.text ?? '')).toMatchObject({ id: 42, state: 'OPEN' });
    expect(remarks?.text).toContain('data, not instructions');

    const diff = 'bitbucket://acme/backend-api/pull-requests/42/diff';
    const [whole] = await client.read(diff);
    expect(whole?.mimeType).toBe('text/x-diff');
    expect(whole?.text).toMatch(/^diff --git /);
    const [rest, cut] = await client.read(`${diff}?offset=100`);
    expect(rest?.text).toBe(whole?.text?.slice(100));
    expect(cut?.text).toContain('Cut: characters 100 to');

    const [file] = await client.read('bitbucket://acme/backend-api/src/main/package.json');
    expect(JSON.parse(file?.text ?? '')).toMatchObject({ name: 'backend-api' });
    const branch = 'bitbucket://acme/backend-api/src/feature%2FJWT-rotation/src/auth/jwt.ts';
    const [source] = await client.read(branch);
    expect(source).toMatchObject({ mimeType: 'text/plain' });
    expect(source?.text).toContain('loadKeys');
    const [image] = await client.read(IMAGE);
    expect(image).toMatchObject({ mimeType: 'image/png', blob: expect.stringMatching(/^iVBOR/) });
    const [folder] = await client.read('bitbucket://acme/backend-api/src/main/src/');
    expect(folder?.text?.split('\n')).toEqual(
      expect.arrayContaining(['src/auth/', 'src/billing/']),
    );
  });

  test.each([
    'file:///etc/passwd',
    'bitbucket://acme/backend-api/src/main/%2e%2e/x',
    'bitbucket://acme/backend-api/pull-requests/4242',
    'bitbucket://acme/backend-api/src/main/nothing.ts',
  ])('is told that %s is no resource', async (uri) => {
    await expect(client.read(uri)).rejects.toMatchObject({ code: -32602, data: { uri } });
  });

  test('completes workspaces, repositories, pull requests, branches and words of the catalogue', async () => {
    expect(await client.completeUri(PULL, 'workspace', 'ac')).toMatchObject({ values: ['acme'] });
    const acme = { workspace: 'acme' };
    expect(await client.completeUri(PULL, 'repo', 'back', acme)).toEqual({
      values: ['backend-api'],
      total: 1,
      hasMore: false,
    });
    const repo = { ...acme, repo: 'backend-api' };
    const ids = await client.completeUri(PULL, 'id', '10', repo);
    expect(ids.values.length).toBeGreaterThan(3);
    for (const id of ids.values) expect(id).toMatch(/^10\d?$/);
    const branches = await client.completeUri(FILE, 'commit', 'feature/JWT', repo);
    expect(branches.values).toContain('feature/JWT-rotation');
    const words = await client.completeUri('bitbucket://endpoints/{query}', 'query', 'delete pull');
    expect(words.values).toContain('delete pullrequests');

    const some = await client.completePrompt('review_pull_request', 'repo', 'front');
    expect(some.values).toEqual(['acme/frontend']);
    const many = await client.completePrompt('standup_digest', 'repos', 'acme/infra, acme/fr');
    expect(many.values).toEqual(['acme/infra, acme/frontend']);
    const id = await client.completePrompt('checks_before_merge', 'id', '', {
      repo: 'acme/backend-api',
    });
    expect(id.values.length).toBeGreaterThan(20);
    const short = await client.completePrompt('checks_before_merge', 'id', '', { repo: 'infra' });
    expect(short.values).not.toEqual(id.values);
    const wrong = await client.completePrompt('checks_before_merge', 'id', '', { repo: 'a/b/c' });
    expect(wrong.values).toEqual([]);
    expect(id.values.length).toBeLessThanOrEqual(100);
  });

  test('is told that there is no such template or prompt, and nothing of what cannot be known', async () => {
    await expect(client.completeUri('bitbucket://x', 'a', '')).rejects.toMatchObject({
      code: -32602,
    });
    await expect(client.completePrompt('nothing', 'a', '')).rejects.toMatchObject({ code: -32602 });
    const nothing = { values: [], hasMore: false };
    expect(await client.completeUri(FILE, 'path', 'src')).toMatchObject(nothing);
    expect(await client.completePrompt('explain_file', 'path', 'src')).toMatchObject(nothing);
    const elsewhere = { workspace: '../user', repo: 'x' };
    expect(await client.completeUri(PULL, 'id', '', elsewhere)).toMatchObject({ hasMore: false });
  });

  test('can give up reading, and the request to Bitbucket is closed', async () => {
    const path = '/pullrequests/7/diff';
    const request = () => sandbox.requests.find((one) => one.path.includes(path) && one.aborted);
    sandbox.requests.length = 0;
    sandbox.faults.add({ path, stall: true });
    const given = new AbortController();
    const uri = 'bitbucket://acme/backend-api/pull-requests/7/diff';
    const answer = client.read(uri, { signal: given.signal }).catch(() => 'given up');
    await until(() => sandbox.requests.some((one) => one.path.includes(path)));
    given.abort();
    expect(await answer).toBe('given up');
    await until(() => request() !== undefined);
  });
});

test('what cannot be signed in completes to nothing', async () => {
  sandbox.faults.add({ path: '/user/workspaces', status: 401, times: 1 });
  const { completion } = await newer.complete({
    ref: { type: 'ref/resource', uri: PULL },
    argument: { name: 'workspace', value: 'other' },
  });
  expect(completion.values).toEqual([]);
});

test('lists say for how long they hold, and that they are for this account alone', async () => {
  const lists = [await newer.listTools(), await newer.listPrompts(), await newer.listResources()];
  for (const list of [...lists, await newer.listResourceTemplates()])
    expect(list).toMatchObject({ ttlMs: 300_000, cacheScope: 'private' });
  const read = await newer.readResource({ uri: 'bitbucket://endpoints' });
  expect(read).toMatchObject({ ttlMs: 0, cacheScope: 'private' });
});

test('bb_get searches the catalogue too, for the many models that cannot read resources', async () => {
  const before = sandbox.requests.length;
  const search = async (path: string, more = {}) =>
    called(await newer.callTool({ name: 'bb_get', arguments: { path, ...more } }));
  const found = await search('endpoints:pull request comments', { limit: 2 });
  expect(found.text).toContain('/pullrequests/{pull_request_id}/comments');
  expect(found.remarks).toBe('2 of 7 shown; limit 7 shows all of them');
  const picked = await search('endpoints:merge', { jq: 'values[].path', outputFormat: 'json' });
  expect(JSON.parse(picked.text)).toContain(
    '/repositories/{workspace}/{repo_slug}/pullrequests/{pull_request_id}/merge',
  );
  const nothing = await search('endpoints:zzz');
  expect(nothing.isError).toBe(true);
  expect(nothing.text).not.toContain('bbx endpoints');
  expect(sandbox.requests.length).toBe(before);
});

test('what guidance costs is written down', async () => {
  const tokens = (value: unknown) =>
    encode(typeof value === 'string' ? value : JSON.stringify(value)).length;
  const given: Readonly<Record<string, string>> = {
    ...{ repo: 'acme/backend-api', id: '42', path: 'src/config/retry.ts' },
    repos: 'acme/backend-api,acme/frontend,acme/infra',
  };
  const { prompts } = await older.listPrompts();
  const costs: Record<string, number> = {
    instructions: tokens(older.getInstructions() ?? ''),
    'prompts/list': tokens(prompts),
    'resources/list': tokens((await older.listResources()).resources),
    'resources/templates/list': tokens((await older.listResourceTemplates()).resourceTemplates),
  };
  for (const { name, arguments: all = [] } of prompts) {
    const taken = all.flatMap((one) => (given[one.name] ? [[one.name, given[one.name]]] : []));
    const [message] = (await older.getPrompt({ name, arguments: Object.fromEntries(taken) }))
      .messages;
    costs[name] = tokens(message?.content.type === 'text' ? message.content.text : '');
  }
  for (const uri of ['bitbucket://endpoints', 'bitbucket://endpoints/pull%20request%20comments'])
    costs[uri] = tokens(CONTENTS(await older.readResource({ uri })));
  expectGolden('mcp-guidance-costs.json', `${JSON.stringify(costs, null, 2)}\n`);
  expect(costs.instructions).toBeLessThanOrEqual(300);
  expect(costs['bitbucket://endpoints']).toBeLessThanOrEqual(2200);
  for (const { name } of prompts) expect(costs[name], name).toBeLessThanOrEqual(320);
});

const CONTENTS = ({ contents }: { contents: readonly Contents[] }) =>
  contents.map(({ text = '' }) => text).join('\n');
