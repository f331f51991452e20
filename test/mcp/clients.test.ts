import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client as NewClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as NewTransport } from '@modelcontextprotocol/client/stdio';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { sandboxEnvironment } from '../../src/sandbox/export-lines.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import {
  type Called,
  called,
  digestIn,
  INITIALIZED_VERSIONS,
  McpProgram,
  machine,
  PROGRAM,
  until,
} from '../support/mcp.ts';
import { processes, watchArguments } from './watch-arguments.ts';

const TOOLS = ['bb_get', 'bb_post', 'bb_put', 'bb_patch', 'bb_delete', 'bb_clone'];
const PULLS = '/repositories/acme/backend-api/pullrequests';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onprogress?: (progress: { progress: number; total?: number | undefined }) => void;
}

type Call = (name: string, args: Record<string, unknown>, options?: CallOptions) => Promise<Called>;

/** What both generations of clients can do. */
interface Connected {
  readonly version: string | undefined;
  readonly instructions: string | undefined;
  readonly tools: readonly string[];
  readonly call: Call;
  readonly home: string;
  readonly pid: number;
}

function settings() {
  const { home, env, remove } = machine(sandboxEnvironment(sandbox));
  return { home, remove, command: process.execPath, args: [PROGRAM, 'mcp'], env, cwd: home };
}

async function older(): Promise<Connected> {
  const { home, remove, ...server } = settings();
  const transport = new OldTransport(server);
  const client = new OldClient({ name: 'older', version: '1' });
  onTestFinished(async () => {
    await client.close();
    remove();
  });
  let version: string | undefined;
  Object.assign(transport, {
    setProtocolVersion: (negotiated: string) => {
      version = negotiated;
    },
  });
  await client.connect(transport);
  const { tools } = await client.listTools();
  return {
    version,
    instructions: client.getInstructions(),
    tools: tools.map(({ name }) => name),
    call: async (name, args, options) =>
      called(await client.callTool({ name, arguments: args }, undefined, options)),
    home,
    pid: transport.pid ?? 0,
  };
}

async function newer(): Promise<Connected> {
  const { home, remove, ...server } = settings();
  const transport = new NewTransport(server);
  const client = new NewClient(
    { name: 'newer', version: '1' },
    { versionNegotiation: { mode: 'auto' } },
  );
  onTestFinished(async () => {
    await client.close();
    remove();
  });
  await client.connect(transport);
  const { tools } = await client.listTools();
  return {
    version: client.getNegotiatedProtocolVersion(),
    instructions: client.getInstructions(),
    tools: tools.map(({ name }) => name),
    call: async (name, args, options) =>
      called(await client.callTool({ name, arguments: args }, options)),
    home,
    pid: transport.pid ?? 0,
  };
}

describe.each([
  ['an older client', '2025-11-25', older],
  ['a client of the new era', '2026-07-28', newer],
])('%s', (_, version, connect) => {
  test('agrees on its newest protocol, and finds six tools and the instructions', async () => {
    const client = await connect();
    expect(client.version).toBe(version);
    expect(client.tools).toEqual(TOOLS);
    expect(client.instructions).toContain('The default workspace is acme');
  });

  test('lists pull requests and reads a diff', async () => {
    const { call } = await connect();
    const list = await call('bb_get', {
      path: PULLS,
      queryParams: { state: ['OPEN', 'MERGED'], pagelen: 5 },
      jq: 'values[].{id: id, title: title}',
      outputFormat: 'json',
    });
    expect(JSON.parse(list.text)).toHaveLength(5);
    expect(list.remarks).toMatch(/^5 of \d+ shown/);

    const diff = await call('bb_get', { path: `${PULLS}/42/diff` });
    const sent = await fetchDirectly(`${PULLS}/42/diff`);
    expect(diff.text).toBe(sent.toString('utf8'));
    expect(diff.text.split('\n').length).toBeGreaterThan(50);
  });

  test('posts a comment, reads it back, words it anew and deletes it', async () => {
    const { call } = await connect();
    const words = `Checked by ${version}:\n"fine" \u2713`;
    const posted = await call('bb_post', {
      path: `${PULLS}/42/comments`,
      body: { content: { raw: words } },
      jq: 'id',
    });
    const path = `${PULLS}/42/comments/${posted.text}`;
    const raw = async () => (await call('bb_get', { path, jq: 'content.raw' })).text;
    expect(JSON.parse(await raw())).toBe(words);

    await call('bb_put', { path, body: { content: { raw: 'put' } } });
    expect(await raw()).toBe('put');
    await call('bb_patch', { path, body: { content: { raw: 'patched' } } });
    expect(await raw()).toBe('patched');

    const digest = digestIn(await call('bb_delete', { path }));
    expect(await raw()).toBe('patched');
    const deleted = await call('bb_delete', { path, digest });
    expect(deleted.text).toBe(`Deleted: DELETE ${path} (HTTP 204, no body).`);
    expect((await call('bb_get', { path, jq: 'deleted' })).text).toBe('true');
  });

  test('changes a title with patch, and reviewers and description stay', async () => {
    const { call } = await connect();
    const kept = async () => {
      const jq = '{reviewers: reviewers[].uuid, description: description}';
      return JSON.parse(
        (await call('bb_get', { path: `${PULLS}/42`, jq, outputFormat: 'json' })).text,
      );
    };
    const before = await kept();
    expect(before.reviewers.length).toBeGreaterThan(1);
    const title = `A title of ${version}`;
    const patched = await call('bb_patch', { path: `${PULLS}/42`, body: { title }, jq: 'title' });
    expect(patched).toMatchObject({ text: title, isError: false });
    expect(await kept()).toEqual(before);
    expect(sandbox.requests.some(({ method }) => method === 'PATCH')).toBe(false);
  });

  test('is told of progress, and closes the request to Bitbucket when it gives up', async () => {
    const { call } = await connect();
    const told: number[] = [];
    const onprogress = ({ progress }: { progress: number }) => told.push(progress);
    const list = { path: PULLS, queryParams: { pagelen: 10 }, all: true, jq: 'length(values)' };
    await call('bb_get', list, { onprogress });
    expect(told.slice(0, 3)).toEqual([10, 20, 30]);

    const path = `/user?given-up-in=${version}`;
    const request = () => sandbox.requests.find((one) => one.path.endsWith(path));
    sandbox.faults.add({ path, stall: true });
    const given = new AbortController();
    const answer = call('bb_get', { path }, { signal: given.signal }).catch(() => 'given up');
    await until(() => request() !== undefined);
    given.abort();
    expect(await answer).toBe('given up');
    await until(() => request()?.aborted === true);
    expect((await call('bb_get', { path: '/user', jq: 'nickname' })).text).toBe('maya');
  });

  test('reads what the address in a browser shows', async () => {
    const { call } = await connect();
    const path = `${sandbox.gitUrl}/acme/backend-api/pull-requests/42`;
    expect((await call('bb_get', { path, jq: 'id' })).text).toBe('42');
  });

  test('clones, with the token in no argument list and no file', async () => {
    const { call, home, pid } = await connect();
    const { token } = sandbox.credentials.full;
    const seen = watchArguments(pid);
    const answer = await call('bb_clone', { repoSlug: 'backend-api', targetPath: 'here/api' });
    const commandLines = await seen.stop();
    const folder = join(home, 'here', 'api');
    expect(answer.text).toBe(`Cloned acme/backend-api into ${folder} (branch main).`);
    expect(existsSync(join(folder, 'package.json'))).toBe(true);
    if (processes().length > 0)
      expect(commandLines.some((line) => line.includes('clone'))).toBe(true);
    expect(commandLines.filter((line) => line.includes(token))).toEqual([]);
    const config = readFileSync(join(folder, '.git', 'config'), 'utf8');
    expect(config).toContain(`${sandbox.gitUrl}/acme/backend-api.git`);
    expect(config).not.toContain(token);
  });
});

test.each(INITIALIZED_VERSIONS)(
  'a client that opens with %s gets that version',
  async (version) => {
    const program = new McpProgram(sandboxEnvironment(sandbox));
    onTestFinished(() => program.close());
    const { result } = await program.initialize(version);
    expect(result).toMatchObject({ protocolVersion: version, capabilities: { tools: {} } });
    const list = await program.request('tools/list', {});
    expect(JSON.stringify(list.result?.tools)).toContain('bb_clone');
    const answer = await program.call('bb_get', { path: '/user', jq: 'nickname' });
    expect(answer).toMatchObject({ text: 'maya', isError: false });
  },
);

test('a listener of the new era is told when it is heard, and can leave', async () => {
  const program = new McpProgram(sandboxEnvironment(sandbox));
  onTestFinished(() => program.close());
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'a test', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const discovered = await program.request('server/discover', { _meta });
  expect(discovered.result).toMatchObject({ supportedVersions: ['2026-07-28'] });
  expect(JSON.stringify(discovered.result)).toContain('The default workspace is acme');
  void program
    .request('subscriptions/listen', { _meta, notifications: {} }, 'listening')
    .catch(() => undefined);
  await until(() => program.lines.length > 1);
  const list = await program.request('tools/list', { _meta });
  expect(list.result).toHaveProperty('tools');
});

/** The bytes as they come without bbx. */
async function fetchDirectly(path: string): Promise<Buffer> {
  const { email, token } = sandbox.credentials.full;
  const login = Buffer.from(`${email}:${token}`).toString('base64');
  const response = await fetch(`${sandbox.url}/2.0${path}`, {
    headers: { authorization: `Basic ${login}` },
  });
  return Buffer.from(await response.arrayBuffer());
}
