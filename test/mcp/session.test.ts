import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { sandboxEnvironment } from '../../src/sandbox/export-lines.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { McpProgram, PROGRAM, startMcp, until } from '../support/mcp.ts';
import { processes } from './watch-arguments.ts';

const PULLS = '/repositories/acme/backend-api/pullrequests';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.faults.clear());
afterAll(() => sandbox.close());

const start = () => startMcp(sandboxEnvironment(sandbox));

/** A call that the server does not answer, and that has reached it. */
async function callInFlight(program: McpProgram, path: string, id = 'slow'): Promise<void> {
  sandbox.faults.add({ path, stall: true, times: 5 });
  const params = { name: 'bb_get', arguments: { path } };
  program.request('tools/call', params, id).catch(() => undefined);
  await until(() => sandbox.requests.some((request) => request.path.endsWith(path)));
}

test('ping is answered, also while a call runs', async () => {
  const program = await start();
  expect((await program.request('ping')).result).toEqual({});
  await callInFlight(program, '/user?while-ping');
  expect((await program.request('ping')).result).toEqual({});
});

const LEAVING: [string, (program: McpProgram) => void][] = [
  ['the end of its input', ({ child }) => child.stdin.end()],
  ['SIGINT', ({ child }) => child.kill('SIGINT')],
  ['SIGTERM', ({ child }) => child.kill('SIGTERM')],
  ['SIGHUP', ({ child }) => child.kill('SIGHUP')],
];

describe.each(LEAVING)('at %s', (name, leave) => {
  test('it ends with 0 and says nothing', async () => {
    const program = await start();
    leave(program);
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(program.stderr).toBe('');
  });

  test('it ends with 0 before anything was said', async () => {
    const program = new McpProgram(sandboxEnvironment(sandbox));
    // A signal ends Node itself as long as bbx has not loaded.
    if (name === 'the end of its input') leave(program);
    else
      void program.initialize().then(
        () => leave(program),
        () => undefined,
      );
    expect(await program.ended).toEqual({ code: 0, signal: null });
    await program.close();
  });

  test('a call in flight is given up, with its request', async () => {
    const program = await start();
    const path = `/user?leaving=${encodeURIComponent(name)}`;
    await callInFlight(program, path);
    leave(program);
    expect(await program.ended).toEqual({ code: 0, signal: null });
    await until(() => requestTo(path)?.aborted === true);
    expect(program.stderr).toBe('');
  });

  test('a clone in flight leaves no folder and no git', async () => {
    const program = await start();
    sandbox.faults.add({ server: 'git', path: 'backend-api.git', delay: 60_000, times: 5 });
    const before = sandbox.requests.length;
    const params = { name: 'bb_clone', arguments: { repoSlug: 'backend-api' } };
    program.request('tools/call', params).catch(() => undefined);
    await until(() => sandbox.requests.slice(before).some(({ server }) => server === 'git'));
    expect(existsSync(join(program.home, 'backend-api'))).toBe(true);
    leave(program);
    expect(await program.ended).toEqual({ code: 0, signal: null });
    const files = readdirSync(program.home).filter((name) => name !== 'node-compile-cache');
    expect(files).toEqual([]);
    const left = processes().filter(({ line }) => line.includes(program.home));
    expect(left).toEqual([]);
  });
});

const requestTo = (path: string) => sandbox.requests.find((one) => one.path.endsWith(path));

test('what was asked before the end of the input is answered', () => {
  const lines = [
    {
      id: 1,
      method: 'initialize',
      params: {
        protocolVersion: '2025-06-18',
        capabilities: {},
        clientInfo: { name: 'a pipe', version: '1' },
      },
    },
    { method: 'notifications/initialized' },
    { id: 2, method: 'tools/list' },
  ];
  const input = lines.map((line) => `${JSON.stringify({ jsonrpc: '2.0', ...line })}\n`).join('');
  const env = { PATH: process.env.PATH, HOME: '/nonexistent', ...sandboxEnvironment(sandbox) };
  const { status, stdout } = spawnSync(process.execPath, [PROGRAM, 'mcp'], {
    input,
    env,
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(answers.map(({ id }) => id)).toEqual([1, 2]);
});

test('a client that has gone without a word ends it too', async () => {
  const program = await start();
  program.child.stdout.destroy();
  program.send({ jsonrpc: '2.0', id: 99, method: 'ping' });
  expect(await program.ended).toMatchObject({ code: 0 });
});

test('a cancelled call closes its request and gets no answer (D24)', async () => {
  const program = await start();
  await callInFlight(program, '/user?cancelled', 'to-cancel');
  expect(requestTo('/user?cancelled')?.aborted).toBe(false);
  program.notify('notifications/cancelled', { requestId: 'to-cancel', reason: 'enough' });
  await until(() => requestTo('/user?cancelled')?.aborted === true);
  expect((await program.request('ping')).result).toEqual({});
  expect(program.lines.filter((line) => line.includes('to-cancel'))).toEqual([]);
});

test('a call that waits before it tries again can be cancelled too', async () => {
  const program = await start();
  const path = '/user?waiting';
  sandbox.faults.add({ path, status: 429, headers: { 'retry-after': '20' }, times: 5 });
  program
    .request('tools/call', { name: 'bb_get', arguments: { path } }, 'waits')
    .catch(() => undefined);
  await until(() => requestTo(path)?.status === 429);
  program.notify('notifications/cancelled', { requestId: 'waits' });
  expect((await program.request('ping')).result).toEqual({});
  program.child.stdin.end();
  expect(await program.ended).toMatchObject({ code: 0 });
  expect(sandbox.requests.filter((one) => one.path.endsWith(path))).toHaveLength(1);
  expect(program.lines.filter((line) => line.includes('waits'))).toEqual([]);
});

test('a client that asks for it is told how a long list comes along', async () => {
  const program = await start();
  const { result } = await program.request('tools/call', {
    name: 'bb_get',
    arguments: { path: PULLS, queryParams: { pagelen: 10 }, all: true, jq: 'length(values)' },
    _meta: { progressToken: 'the-list' },
  });
  expect(JSON.stringify(result)).toContain('"66"');
  const told = program.notifications.filter(({ method }) => method === 'notifications/progress');
  expect(told.length).toBeGreaterThan(4);
  expect(told[0]?.params).toEqual({
    progressToken: 'the-list',
    progress: 10,
    total: 66,
    message: 'Fetching',
  });
  const counts = told.map(({ params }) => Number(params?.progress));
  expect(counts).toEqual([...new Set(counts)].sort((a, b) => a - b));
});

test('a clone tells what git says', async () => {
  const program = await start();
  await program.request('tools/call', {
    name: 'bb_clone',
    arguments: { repoSlug: 'acme/backend-api' },
    _meta: { progressToken: 7 },
  });
  const messages = program.notifications.map(({ params }) => params?.message);
  expect(messages.some((message) => /Receiving objects: 100%/.test(String(message)))).toBe(true);
});

test('nobody is told who did not ask', async () => {
  const program = await start();
  await program.call('bb_get', { path: PULLS, all: true, jq: 'length(values)' });
  expect(program.notifications).toEqual([]);
});

test('calls run side by side', async () => {
  const program = await start();
  await callInFlight(program, '/user?first');
  expect((await program.call('bb_get', { path: '/user', jq: 'nickname' })).text).toBe('maya');
  const all = Array.from({ length: 20 }, (_, at) =>
    program.call('bb_get', { path: `${PULLS}/42`, jq: `[id, \`${at}\`]`, outputFormat: 'json' }),
  );
  const texts = (await Promise.all(all)).map(({ text }) => text);
  expect(texts).toEqual(Array.from({ length: 20 }, (_, at) => `[42,${at}]`));
});

test('stdout holds the protocol alone and stderr nothing, also when calls fail', async () => {
  const program = await start();
  await program.request('no/such/method');
  await program.request('tools/call', { name: 'bb_nothing', arguments: {} });
  await program.call('bb_get', {});
  await program.call('bb_get', { path: '/repositories/acme/nothing' });
  await program.call('bb_clone', { repoSlug: 'acme/nothing' });
  sandbox.faults.add({ path: '/user', drop: 'after-headers', times: 9 });
  await program.call('bb_get', { path: '/user' });
  program.child.stdin.write('no JSON\n{"jsonrpc":"2.0"}\n');
  await program.request('ping');
  program.child.stdin.end();
  expect(await program.ended).toEqual({ code: 0, signal: null });
  expect(program.lines.length).toBeGreaterThan(7);
  for (const line of program.lines) expect(JSON.parse(line)).toHaveProperty('jsonrpc', '2.0');
  expect(program.stderr).toBe('');
});

test('a server that cannot be reached is named, without a status', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const address = closed.address();
  const port = typeof address === 'object' ? address?.port : 0;
  await new Promise((resolve) => closed.close(resolve));
  const url = `http://127.0.0.1:${port}`;
  const program = await startMcp({ ...sandboxEnvironment(sandbox), BBX_API_URL: url });
  const { text, isError } = await program.call('bb_post', {
    path: '/workspaces/acme/projects',
    body: {},
  });
  expect(isError).toBe(true);
  expect(text).toContain(`127.0.0.1:${port} refuses connections (ECONNREFUSED)`);
  expect(text).not.toMatch(/status|HTTP|undefined/i);
});

test('a message of 11 MiB is answered', async () => {
  const program = await start();
  const pad = 'x'.repeat(11 * 1024 * 1024);
  expect((await program.request('ping', { _meta: { pad } })).result).toEqual({});
});

test('a message beyond all measure ends the session with its reason', async () => {
  const program = await start();
  program.child.stdin.write(`"${'x'.repeat(65 * 1024 * 1024)}"\n`);
  program.send({ jsonrpc: '2.0', id: 'after', method: 'ping' });
  program.child.stdin.end();
  expect(await program.ended).toEqual({ code: 1, signal: null });
  expect(program.stderr).toBe('bbx mcp cannot go on: a message is longer than 67108864 bytes.\n');
});

test('a client that stops reading ends the session with 0', async () => {
  const program = await start();
  program.child.stdout.destroy();
  program.request('tools/list').catch(() => undefined);
  program.request('tools/list').catch(() => undefined);
  expect(await program.ended).toEqual({ code: 0, signal: null });
  expect(program.stderr).toBe('');
});

test('a batch of protocol 2025-03-26 is answered, one by one', async () => {
  const program = new McpProgram(sandboxEnvironment(sandbox));
  onTestFinished(() => program.close());
  await program.initialize('2025-03-26');
  program.send(['a', 'b'].map((id) => ({ jsonrpc: '2.0', id, method: 'ping' })));
  program.child.stdin.write('[{]\n');
  await until(() => program.lines.length > 3);
  expect(program.lines.slice(1).map((line) => JSON.parse(line))).toEqual(
    expect.arrayContaining([
      { jsonrpc: '2.0', id: 'a', result: {} },
      { jsonrpc: '2.0', id: 'b', result: {} },
      expect.objectContaining({ id: null, error: expect.objectContaining({ code: -32700 }) }),
    ]),
  );
});
