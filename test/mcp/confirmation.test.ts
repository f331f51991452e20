import { Client as NewClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as NewTransport } from '@modelcontextprotocol/client/stdio';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { sandboxEnvironment } from '../../src/sandbox/export-lines.ts';
import { forgetRefs, refsUnder } from '../../src/sandbox/git/refs.ts';
import { git } from '../../src/sandbox/git-bridge.ts';
import { branchYard } from '../support/branch-yard.ts';
import { called, digestIn, McpProgram, machine, PROGRAM, until } from '../support/mcp.ts';
import { sandboxForFile } from '../support/sandbox.ts';

const desk = sandboxForFile({ described: true });
const YES = { action: 'accept' as const, content: { confirm: true } };

/** What a client gives for a form; an error where it fails to show it. */
type Says =
  | { action: 'accept'; content?: Record<string, boolean> }
  | { action: 'decline' | 'cancel' }
  | Error;

/** One client for several tests: each says what its person says, and sees what they were asked. */
class Person {
  says: Says = { action: 'cancel' };
  readonly asked: string[] = [];
  client: OldClient | NewClient | undefined;

  answer(message: string): Exclude<Says, Error> {
    this.asked.push(message);
    if (this.says instanceof Error) throw this.says;
    return this.says;
  }

  async call(args: Record<string, unknown>, says: Says, name = 'bb_pr_decline') {
    this.says = says;
    this.asked.length = 0;
    return called(await this.client?.callTool({ name, arguments: args }));
  }
}

const sent = () => desk.asked.filter((line) => /^(POST|PUT|DELETE)/.test(line));
const stateOf = async (id: number) =>
  desk.sandbox.world.repositories.get('backend-api')?.pullRequests.find((pr) => pr.id === id)
    ?.state;

function server() {
  const { env, home, remove } = machine(sandboxEnvironment(desk.sandbox));
  const args = [PROGRAM, 'mcp', '--tools', 'api,pr'];
  return { transport: { command: process.execPath, args, env, cwd: home }, remove };
}

/** A client of the SDK before 2026, which speaks 2025-11-25 and says {} for what it can. */
async function older(person: Person): Promise<() => Promise<void>> {
  const { transport, remove } = server();
  const client = new OldClient(
    { name: 'older', version: '1' },
    { capabilities: { elicitation: {} } },
  );
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => person.answer(params.message));
  await client.connect(new OldTransport(transport));
  person.client = client;
  return async () => {
    await client.close();
    remove();
  };
}

async function newer(person: Person): Promise<() => Promise<void>> {
  const { transport, remove } = server();
  const client = new NewClient(
    { name: 'newer', version: '1' },
    { capabilities: { elicitation: { form: {} } }, versionNegotiation: { mode: 'auto' } },
  );
  client.setRequestHandler('elicitation/create', ({ params }) => person.answer(params.message));
  await client.connect(new NewTransport(transport));
  person.client = client;
  return async () => {
    await client.close();
    remove();
  };
}

describe.each([
  { who: 'a client of 2025 that can ask its user', connect: older, id: 101 },
  { who: 'a client of 2026 that can ask its user', connect: newer, id: 102 },
])('$who', ({ connect, id }) => {
  const person = new Person();
  const which = { pr: String(id), repo: 'acme/backend-api' };
  const merge = { path: `/repositories/acme/backend-api/pullrequests/${id}/merge` };
  let leave = async () => {};
  beforeAll(async () => {
    leave = await connect(person);
  });
  afterAll(async () => await leave());

  test.each<[string, Says, RegExp]>([
    ['no', { action: 'decline' }, /said no: nothing was changed/],
    ['nothing', { action: 'cancel' }, /closed the question: nothing was changed/],
    ['yes without a tick', { action: 'accept', content: { confirm: false } }, /said no/],
    ['yes without the form', { action: 'accept' }, /without a tick.*: nothing was changed/],
  ])('changes nothing when the person says %s', async (_, says, told) => {
    const { whole, isError } = await person.call(which, says);
    expect(isError).toBe(true);
    expect(whole).toMatch(told);
    expect(whole).not.toContain('digest');
    expect(person.asked).toHaveLength(1);
    expect(person.asked[0]).toMatch(new RegExp(`Decline pull request ${id}.*cannot be reopened`));
    expect(sent()).toEqual([]);
  });

  test('asks about the generic tools too, with what would be hit', async () => {
    const { isError } = await person.call(merge, { action: 'decline' }, 'bb_post');
    expect(isError).toBe(true);
    const [question = ''] = person.asked;
    expect(question).toContain(`Send POST ${merge.path}?`);
    expect(question).toMatch(/title: .+\nauthor: .+\nsource: .+\ndestination: main\ncommit: \w+/);
    expect(question).toContain('A merge cannot be taken back.');
    expect(sent()).toEqual([]);
  });

  test('is not asked with a digest that it made up, but asks its user', async () => {
    const digest = '0123456789abcdef';
    const { whole, isError } = await person.call(
      { ...merge, digest },
      { action: 'decline' },
      'bb_post',
    );
    expect(isError).toBe(true);
    expect(person.asked).toHaveLength(1);
    expect(whole).not.toMatch(/digest: "/);
    expect(sent()).toEqual([]);
  });

  test('declines when the person says yes', async () => {
    const { whole, isError } = await person.call(which, YES);
    expect(isError, whole).toBe(false);
    expect(person.asked).toHaveLength(1);
    expect(await stateOf(id)).toBe('DECLINED');
    const path = `/repositories/acme/backend-api/pullrequests/${id}/comments`;
    await person.call({ path, body: { content: { raw: 'Too late' } } }, new Error(), 'bb_post');
    expect(person.asked).toEqual([]);
  });
});

test('a client of 2025 that fails to ask its user takes two steps', async () => {
  const person = new Person();
  const leave = await older(person);
  onTestFinished(leave);
  const path = '/repositories/acme/backend-api/pullrequests/106/decline';
  const first = await person.call({ path }, new Error('no screen'), 'bb_post');
  expect(person.asked).toHaveLength(1);
  expect(first.isError, first.whole).toBe(false);
  expect(sent()).toEqual([]);
  const args = { path, digest: digestIn(first) };
  const second = await person.call(args, new Error('no screen'), 'bb_post');
  expect(second.isError, second.whole).toBe(false);
  expect(await stateOf(106)).toBe('DECLINED');
});

test('a client of 2026 that fails to ask its user has nothing done, and is asked again', async () => {
  const person = new Person();
  const leave = await newer(person);
  onTestFinished(leave);
  const path = '/repositories/acme/backend-api/pullrequests/108/decline';
  for (let round = 0; round < 2; round += 1) {
    await expect(person.call({ path }, new Error('no screen'), 'bb_post')).rejects.toThrow();
    expect(person.asked).toHaveLength(1);
  }
  expect(sent()).toEqual([]);
});

test('a client whose answer to the question is none gets nothing done, and no digest', async () => {
  const client = new McpProgram(sandboxEnvironment(desk.sandbox), { tools: 'pr' });
  onTestFinished(async () => await client.close());
  await client.request('initialize', {
    protocolVersion: '2025-11-25',
    capabilities: { elicitation: {} },
    clientInfo: { name: 'raw', version: '1' },
  });
  client.notify('notifications/initialized');
  const params = { name: 'bb_pr_decline', arguments: { pr: '107', repo: 'acme/backend-api' } };
  const answers = [
    {},
    { action: 'ACCEPT', content: { confirm: true } },
    { action: 'accept', content: [true] },
    { action: 'accept' },
  ];
  for (const [at, result] of answers.entries()) {
    const before = client.lines.length;
    const calling = client.request('tools/call', params, `call ${at}`);
    const question = () =>
      client.lines.slice(before).find((line) => line.includes('"elicitation/create"'));
    await until(() => question() !== undefined);
    client.send({ jsonrpc: '2.0', id: JSON.parse(question() ?? '{}').id, result });
    const { whole, isError } = called((await calling).result);
    expect(isError).toBe(true);
    expect(whole).toMatch(/nothing was changed/);
    expect(whole).not.toContain('digest');
  }
  expect(sent()).toEqual([]);
});

describe('a client that cannot ask with a form', () => {
  let client: McpProgram;
  beforeAll(async () => {
    client = new McpProgram(sandboxEnvironment(desk.sandbox), { tools: 'pr' });
    await client.request('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: { elicitation: { url: {} } },
      clientInfo: { name: 'url only', version: '1' },
    });
    client.notify('notifications/initialized');
  });
  afterAll(async () => await client.close());
  const call = async (args: Record<string, unknown>) => await client.call('bb_pr_decline', args);
  const which = { pr: '103', repo: 'acme/backend-api' };

  test('is shown what would be done, and does it with the digest of that', async () => {
    const first = await call(which);
    expect(first.isError).toBe(false);
    expect(first.remarks).toMatch(/Nothing is done yet/);
    expect(sent()).toEqual([]);
    const second = await call({ ...which, digest: digestIn(first) });
    expect(second.isError, second.whole).toBe(false);
    expect(await stateOf(103)).toBe('DECLINED');
  });

  test('does nothing with a digest of something else', async () => {
    const first = await call({ pr: '104', repo: 'acme/backend-api' });
    const other = await call({ pr: '105', repo: 'acme/backend-api', digest: digestIn(first) });
    expect(other.isError).toBe(true);
    expect(other.whole).toMatch(/not what this digest stands for/);
    expect(sent()).toEqual([]);
  });
});

test('a plan that is longer than an answer can be read to its end before it is confirmed', async () => {
  const yard = await branchYard(desk.sandbox);
  for (let at = 0; at < 8; at += 1) await yard.branch(`old/${'x'.repeat(200)}-${at}`, 200);
  const tips = await refsUnder(yard.repository.git, 'refs/heads/');
  const tip = tips.get(`old/${'x'.repeat(200)}-0`);
  const updates = Array.from(
    { length: 400 },
    (_, at) => `create refs/heads/many/${at}${'y'.repeat(90)} ${tip}\n`,
  );
  await git(yard.repository.git.directory, ['update-ref', '--stdin'], {
    input: Buffer.from(updates.join('')),
  });
  forgetRefs(yard.repository.git);
  const client = new McpProgram(sandboxEnvironment(desk.sandbox), { tools: 'branches' });
  onTestFinished(async () => await client.close());
  await client.initialize();
  const first = await client.call('bb_branches_prune', { repo: yard.name, olderThan: '90d' });
  expect(first.remarks).toMatch(/Nothing is done yet/);
  const [, path] = /bb_read path "(answer:\d+)" reads it/.exec(first.remarks) ?? [];
  let whole = first.text;
  for (let last = first; ; ) {
    const [, offset] = /offset: (\d+) goes on/.exec(last.remarks) ?? [];
    if (offset === undefined) break;
    last = await client.call('bb_read', { path, offset: Number(offset) });
    expect(last.isError, last.whole).toBe(false);
    whole += last.text;
  }
  expect(Array.from({ length: 400 }, (_, at) => whole.includes(`many/${at}y`))).not.toContain(
    false,
  );
});
