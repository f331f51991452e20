import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { called, McpProgram, machine, PROGRAM } from '../../support/mcp.ts';
import { sandboxForFile } from '../../support/sandbox.ts';
import { PullDesk } from './pull-desk.ts';

const desk = sandboxForFile({ described: true });

const FILE = Array.from({ length: 20 }, (_, at) => `line ${at + 1}\n`).join('');
const FINDINGS = Array.from({ length: 10 }, (_, at) => ({
  path: 'src/handlers/orders.ts',
  line: at + 1,
  body: `Something is to be said about line ${at + 1}.`,
}));

let program: McpProgram | undefined;
afterEach(async () => {
  await program?.close();
  program = undefined;
});

async function agent(): Promise<McpProgram> {
  program = new McpProgram(desk.env, { tools: 'api,pr' });
  await program.initialize();
  return program;
}

const open = async () => await PullDesk.open(desk, {}, { 'src/handlers/orders.ts': FILE });
const about = ({ id }: PullDesk) => ({ pr: String(id), repo: 'acme/backend-api' });
const tokens = (text: string) => encode(text).length;

describe('an agent', () => {
  test('looks first, sends then, and nothing twice', async () => {
    const pull = await open();
    const { call } = bound(await agent());
    const asked = { ...about(pull), findings: FINDINGS, requestChanges: true, body: 'All in all' };
    const shown = await call({ ...asked, dryRun: true });
    expect(shown.isError).toBe(false);
    expect(shown.text).toContain('to_post: 10');
    expect(shown.text).toContain('line 10');
    expect(pull.comments).toEqual([]);
    const sent = await call(asked);
    expect(sent.text).toMatch(/verdict_status: sent\nbody: posted\nposted: 10\n/);
    expect(pull.comments).toHaveLength(11);
    expect(pull.verdict).toBe('changes_requested');
    const again = await call(asked);
    expect(again.text).toMatch(
      /verdict_status: already\nbody: already there\nposted: 0\nalready: 10\n/,
    );
    expect(pull.comments).toHaveLength(11);
    for (const { whole } of [shown, sent, again]) expect(tokens(whole)).toBeLessThan(320);
  });

  test('is told of each finding that has no place, and what to do', async () => {
    const pull = await open();
    const { call } = bound(await agent());
    const findings = [
      { path: 'src/handler/orders.ts', line: 3, body: 'x' },
      { path: 'src/handlers/orders.ts', line: 300, body: 'x' },
      { path: 'src/handlers/orders.ts', anchor: 'line 7', body: 'Good' },
    ];
    const refused = await call({ ...about(pull), findings });
    expect(refused.isError).toBe(true);
    expect(refused.text).toContain('src/handler/orders.ts is not in the diff.');
    expect(refused.text).toContain('which shows 1-20');
    expect(refused.remarks).toContain(
      '2 of 3 findings have no place in the diff: nothing was sent.',
    );
    expect(refused.remarks).toContain('or send the others with partial.');
    expect(pull.comments).toEqual([]);
    const partly = await call({ ...about(pull), findings, partial: true });
    expect(partly.isError).toBe(false);
    expect(pull.comments).toEqual(['src/handlers/orders.ts:7 Good']);
  });

  test('is told which field of which finding is wrong', async () => {
    const { call } = bound(await agent());
    const one = { path: 'a', body: 'x', line: 1 };
    const answer = await call({ pr: '42', findings: [one, { ...one, lineno: 2 }, { path: 'a' }] });
    expect(answer).toMatchObject({ isError: true });
    expect(answer.whole).toBe(
      'error: findings, item 2: unknown field lineno; findings, item 3: body is missing.\nhint: An item has path, line, start_line, side, anchor, body, suggestion, severity.\ncode: USAGE; retryable: no',
    );
    expect(desk.asked).toEqual([]);
  });

  test('is told of many in counts, first of those that went wrong', async () => {
    const pull = await PullDesk.open(
      desk,
      {},
      { 'a.ts': Array.from({ length: 60 }, (_, at) => `line ${at + 1}\n`).join('') },
    );
    const { call } = bound(await agent());
    const findings = [...Array(60).keys()].map((at) => ({
      path: 'a.ts',
      line: at + 1,
      body: `Finding ${at + 1}`,
    }));
    const bad = { path: 'b.ts', line: 1, body: 'No such file' };
    const asked = { ...about(pull), findings: [...findings, bad], partial: true };
    const shown = await call({ ...asked, dryRun: true });
    expect(shown.text).toContain('to_post: 60');
    const sent = await call(asked);
    expect(sent.isError).toBe(false);
    expect(sent.text).toContain('posted: 60');
    expect(sent.text.indexOf('b.ts is not in the diff')).toBeLessThan(sent.text.indexOf('a.ts'));
    for (const { text, whole } of [shown, sent]) {
      // Once more as the path that is nearest to the one that is not there.
      expect(text.match(/a\.ts/g)).toHaveLength(51);
      expect(whole).toContain('Left out: 10 items that are in the counts');
      expect(whole).not.toContain('Cut:');
    }
  });

  test('is told when the pull request has moved on from what it read', async () => {
    const { call } = bound(await agent());
    const pull = await open();
    const moved = await call({ ...about(pull), findings: FINDINGS, commit: '0'.repeat(40) });
    expect(moved.isError).toBe(true);
    expect(moved.whole).toContain('not at 0000000');
    expect(pull.comments).toEqual([]);
  });

  test('that says nothing is told what to give, and not of a screen', async () => {
    const { call } = bound(await agent());
    const { whole } = await call({ pr: '42' });
    expect(whole).toMatch(/Nothing says what the review is\.\nhint: Give findings, approve, /);
    expect(whole).not.toMatch(/screen|terminal|--/);
  });

  test('has no way to files of the machine', async () => {
    const { call } = bound(await agent());
    for (const field of ['plan', 'apply', 'bodyFile']) {
      const answer = await call({ pr: '42', [field]: '/etc/passwd' });
      expect(answer.whole).toContain(`bb_pr_review has no argument ${field}`);
    }
  });

  test('sees nothing that hides in what Bitbucket sends', async () => {
    const pull = await PullDesk.open(desk, {}, { 'a.ts': 'evil \u001b[2J\u202e\u{e0041} line\n' });
    const { call } = bound(await agent());
    const findings = [{ path: 'a.ts', line: 1, body: 'Look' }];
    const { text } = await call({ ...about(pull), findings, dryRun: true });
    expect(text).toContain('[2J<U+202E><U+E0041> line');
    for (const hidden of ['\u001b', '\u202e', '\u{e0041}']) expect(text).not.toContain(hidden);
  });

  test('pays little for the tool', async () => {
    const { result } = await (await agent()).request('tools/list', {});
    const { tools } = Object.assign({ tools: [] }, result);
    const own = tools.filter(({ name }: { name: string }) => name === 'bb_pr_review');
    expect(own).toHaveLength(1);
    expect(tokens(JSON.stringify(own[0]))).toBeLessThan(450);
  });
});

test('the official client calls it, with progress, dry first', async () => {
  const pull = await open();
  const { home, env, remove } = machine(desk.env);
  const args = [PROGRAM, 'mcp', '--tools', 'api,pr'];
  const client = new Client({ name: 'official', version: '1' });
  onTestFinished(async () => {
    await client.close();
    remove();
  });
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args, env, cwd: home }),
  );
  const steps: string[] = [];
  const call = async (more: object) =>
    called(
      await client.callTool(
        {
          name: 'bb_pr_review',
          arguments: { ...about(pull), findings: FINDINGS, approve: true, ...more },
        },
        { onprogress: ({ progress, total }) => steps.push(`${progress} of ${total}`) },
      ),
    );
  expect((await call({ dryRun: true })).text).toContain('verdict: approve');
  expect(pull.comments).toEqual([]);
  expect((await call({})).text).toContain('posted: 10');
  expect(pull.comments).toHaveLength(10);
  expect(pull.verdict).toBe('approved');
  expect(steps).toContain('10 of 10');
});

const bound = (client: McpProgram) => ({
  call: async (args: Readonly<Record<string, unknown>>) => await client.call('bb_pr_review', args),
});
