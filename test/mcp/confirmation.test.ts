import { Client as NewClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as NewTransport } from '@modelcontextprotocol/client/stdio';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sandboxEnvironment } from '../../src/sandbox/export-lines.ts';
import { forgetRefs, refsUnder } from '../../src/sandbox/git/refs.ts';
import { git } from '../../src/sandbox/git-bridge.ts';
import { branchYard } from '../support/branch-yard.ts';
import { type Called, called, McpProgram, machine, PROGRAM } from '../support/mcp.ts';
import { sandboxForFile } from '../support/sandbox.ts';

const desk = sandboxForFile({ described: true });

/** What a person says to a form. */
type Says =
  | { action: 'accept'; content: Record<string, boolean> }
  | { action: 'decline' | 'cancel' };

interface Connected {
  readonly call: (args: Record<string, unknown>) => Promise<Called>;
  /** What the person was asked, in order. */
  readonly asked: string[];
}

const sent = () => desk.asked.filter((line) => /^(POST|PUT|DELETE)/.test(line));
const stateOf = async (id: number) =>
  desk.sandbox.world.repositories.get('backend-api')?.pullRequests.find((pr) => pr.id === id)
    ?.state;

function server() {
  const { env, home, remove } = machine(sandboxEnvironment(desk.sandbox));
  const args = [PROGRAM, 'mcp', '--tools', 'pr'];
  return { transport: { command: process.execPath, args, env, cwd: home }, remove };
}

async function older(says: Says): Promise<Connected> {
  const { transport, remove } = server();
  const asked: string[] = [];
  const client = new OldClient(
    { name: 'older', version: '1' },
    { capabilities: { elicitation: {} } },
  );
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
    asked.push(params.message);
    return says;
  });
  onTestFinished(async () => {
    await client.close();
    remove();
  });
  await client.connect(new OldTransport(transport));
  const call: Connected['call'] = async (args) =>
    called(await client.callTool({ name: 'bb_pr_decline', arguments: args }));
  return { call, asked };
}

async function newer(says: Says): Promise<Connected> {
  const { transport, remove } = server();
  const asked: string[] = [];
  const client = new NewClient(
    { name: 'newer', version: '1' },
    { capabilities: { elicitation: { form: {} } }, versionNegotiation: { mode: 'auto' } },
  );
  client.setRequestHandler('elicitation/create', ({ params }) => {
    asked.push(params.message);
    return says;
  });
  onTestFinished(async () => {
    await client.close();
    remove();
  });
  await client.connect(new NewTransport(transport));
  const call: Connected['call'] = async (args) =>
    called(await client.callTool({ name: 'bb_pr_decline', arguments: args }));
  return { call, asked };
}

describe.each([
  ['a client of 2025 that can ask its user', older, 101],
  ['a client of 2026 that can ask its user', newer, 102],
])('%s', (_, connect, id) => {
  test.each<[string, Says]>([
    ['no', { action: 'decline' }],
    ['nothing', { action: 'cancel' }],
    ['yes without a tick', { action: 'accept', content: { confirm: false } }],
  ])('changes nothing when the person says %s', async (_, says) => {
    const { call, asked } = await connect(says);
    const { whole, isError } = await call({ pr: String(id), repo: 'acme/backend-api' });
    expect(isError).toBe(true);
    expect(whole).toMatch(/said no: nothing was changed/);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(new RegExp(`Decline pull request ${id}.*cannot be reopened`));
    expect(sent()).toEqual([]);
  });

  test('declines when the person says yes', async () => {
    const { call, asked } = await connect({ action: 'accept', content: { confirm: true } });
    const { whole, isError } = await call({ pr: String(id), repo: 'acme/backend-api' });
    expect(isError, whole).toBe(false);
    expect(asked).toHaveLength(1);
    expect(await stateOf(id)).toBe('DECLINED');
  });
});

describe('a client that cannot ask', () => {
  async function program() {
    const client = new McpProgram(sandboxEnvironment(desk.sandbox), { tools: 'pr' });
    onTestFinished(async () => await client.close());
    await client.initialize();
    return async (args: Record<string, unknown>) => {
      const { result } = await client.request('tools/call', {
        name: 'bb_pr_decline',
        arguments: args,
      });
      return called(result);
    };
  }
  const which = { pr: '103', repo: 'acme/backend-api' };

  test('is shown what would be done, and does it with the digest of that', async () => {
    const call = await program();
    const first = await call(which);
    expect(first.isError).toBe(false);
    expect(first.remarks).toMatch(/Nothing is done yet/);
    expect(sent()).toEqual([]);
    const digest = /digest: "([0-9a-f]{16})"/.exec(first.remarks)?.[1];
    const second = await call({ ...which, digest });
    expect(second.isError, second.whole).toBe(false);
    expect(await stateOf(103)).toBe('DECLINED');
  });

  test('does nothing with a digest of something else', async () => {
    const call = await program();
    const first = await call({ pr: '104', repo: 'acme/backend-api' });
    const digest = /digest: "([0-9a-f]{16})"/.exec(first.remarks)?.[1];
    const other = await call({ pr: '105', repo: 'acme/backend-api', digest });
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
  const prune = async (more: object) => {
    const args = { repo: yard.name, olderThan: '90d', ...more };
    const { result } = await client.request('tools/call', {
      name: 'bb_branches_prune',
      arguments: args,
    });
    return called(result);
  };
  const first = await prune({});
  expect(first.remarks).toMatch(/Nothing is done yet/);
  expect(first.remarks).toMatch(/Call again with offset: \d+, without digest/);
  let whole = first.text;
  for (let last = first; ; ) {
    const [, offset] = /Call again with offset: (\d+)/i.exec(last.remarks) ?? [];
    if (offset === undefined) break;
    last = await prune({ offset: Number(offset) });
    expect(last.isError, last.whole).toBe(false);
    whole += last.text;
  }
  expect(Array.from({ length: 400 }, (_, at) => whole.includes(`many/${at}y`))).not.toContain(
    false,
  );
});
