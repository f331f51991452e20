import { describe, expect, test } from 'vitest';
import { BbxError } from '../../../src/core/errors.ts';
import type { AskNow } from '../../../src/mcp/confirm/confirmed.ts';
import { LATE } from '../../../src/mcp/confirm/late.ts';
import { saidIn } from '../../../src/mcp/confirm/question.ts';
import { agentFor } from '../../support/agent.ts';
import { branchYard } from '../../support/branch-yard.ts';
import { digestIn } from '../../support/mcp.ts';
import { sandboxForFile } from '../../support/sandbox.ts';

const desk = sandboxForFile();
const PATH = '/repositories/acme/backend-api/pullrequests/103/decline';
const YES = { action: 'accept', content: { confirm: true } };

const sent = () => desk.asked.filter((line) => /^(POST|PUT|DELETE)/.test(line));

/** A client that asks its user while the call waits. */
const asking = (answer: (message: string) => unknown): AskNow => ({
  kind: 'now',
  ask: async ({ message }) => await answer(message),
});

test.each([
  ['yes', YES],
  ['no', { action: 'accept', content: { confirm: false } }],
  ['no', { action: 'accept', content: { confirm: 'true' } }],
  ['no', { action: 'decline' }],
  ['dismissed', { action: 'cancel', content: { confirm: true } }],
  ['unticked', { action: 'accept' }],
  ['unticked', { action: 'accept', content: {} }],
  ['unticked', { action: 'accept', content: null }],
  ['unclear', { action: 'accept', content: [true] }],
  ['unclear', { action: 'ACCEPT', content: { confirm: true } }],
  ['unclear', { content: { confirm: true } }],
  ['unclear', {}],
  ['unclear', 'accept'],
  ['unclear', undefined],
])('%s is what %j says', (said, answer) => {
  expect(saidIn(answer)).toBe(said);
});

describe('a client that asks while the call waits', () => {
  const failing = asking(() => Promise.reject(new Error('no screen')));

  test('and fails leaves the agent two steps', async () => {
    const agent = await agentFor({ environment: desk.env });
    const { isError, remarks } = await agent.call('bb_post', { path: PATH }, { ask: failing });
    expect(isError).toBe(false);
    expect(remarks).toContain('digest: "');
    expect(sent()).toEqual([]);
  });

  test('and answers without a yes has nothing done, and leaves no digest', async () => {
    const agent = await agentFor({ environment: desk.env });
    for (const answer of [
      { action: 'accept' },
      { action: 'accept', content: {} },
      { action: 'accept', content: [true] },
      { action: 'ACCEPT', content: { confirm: true } },
      {},
      undefined,
    ]) {
      const { whole, isError } = await agent.call(
        'bb_post',
        { path: PATH },
        { ask: asking(() => answer) },
      );
      expect(isError).toBe(true);
      expect(whole).toMatch(
        /came back without .*: nothing was changed[\s\S]*CONFIRMATION_REQUIRED/,
      );
      expect(whole).not.toContain('digest');
    }
    expect(sent()).toEqual([]);
  });

  test.each([
    ['says no', { action: 'decline' }],
    ['closes the question', { action: 'cancel' }],
    ['does not answer', LATE],
    ['gives no answer to it', {}],
  ])('and whose user %s voids the digest from when it failed', async (_, answer) => {
    const agent = await agentFor({ environment: desk.env });
    const first = await agent.call('bb_post', { path: PATH }, { ask: failing });
    const digest = digestIn(first);
    const other = { path: PATH.replace('decline', 'merge') };
    const no = await agent.call('bb_post', other, { ask: asking(() => answer) });
    expect(no.isError).toBe(true);
    let asked = 0;
    const ask = asking(() => {
      asked += 1;
      return { action: 'decline' };
    });
    const last = await agent.call('bb_post', { path: PATH, digest }, { ask });
    expect(last.whole).toMatch(/said no/);
    expect(asked).toBe(1);
    expect(sent()).toEqual([]);
  });

  test('and gets no answer in time leaves no digest: a dialog may still be open', async () => {
    const agent = await agentFor({ environment: desk.env });
    const answer = await agent.call('bb_post', { path: PATH }, { ask: asking(() => LATE) });
    expect(answer.isError).toBe(true);
    expect(answer.whole).toMatch(/has not answered: nothing was changed/);
    expect(answer.whole).not.toContain('digest');
    expect(sent()).toEqual([]);
  });

  test('and leaves meanwhile has nothing done', async () => {
    const agent = await agentFor({ environment: desk.env });
    const leaving = new AbortController();
    const ask = asking(() => {
      leaving.abort();
      throw new Error('Connection closed');
    });
    const answer = await agent.call('bb_post', { path: PATH }, { ask, signal: leaving.signal });
    expect(answer.isError).toBe(true);
    expect(answer.whole).not.toContain('digest');
    expect(sent()).toEqual([]);
  });

  test('asks again about what changed while it asked, and does what was agreed to last', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('work', 30);
    const path = `/repositories/${yard.name}/refs/branches/work`;
    const agent = await agentFor({ environment: desk.env });
    const asked: string[] = [];
    const ask = asking(async (message) => {
      asked.push(message);
      if (asked.length === 1) await yard.branch('work', 10);
      return YES;
    });
    const answer = await agent.call('bb_delete', { path }, { ask });
    expect(answer.isError, answer.whole).toBe(false);
    expect(asked).toHaveLength(2);
    expect(asked[0]).not.toBe(asked[1]);
    expect(sent()).toEqual([`DELETE ${path}`]);
  });

  test('gives up about what changes each time', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('work', 300);
    const path = `/repositories/${yard.name}/refs/branches/work`;
    const agent = await agentFor({ environment: desk.env });
    let days = 200;
    const ask = asking(async () => {
      days -= 10;
      await yard.branch('work', days);
      return YES;
    });
    const answer = await agent.call('bb_delete', { path }, { ask });
    expect(answer.whole).toMatch(/changes while the user is asked/);
    expect(sent()).toEqual([]);
  });

  test('shows what others wrote in one line, which cannot pass for a fact', async () => {
    const agent = await agentFor({ environment: desk.env });
    const comments = '/repositories/acme/backend-api/pullrequests/103/comments';
    const body = { content: { raw: 'Old\n\nauthor: nobody\u202e\r\nNothing is lost.' } };
    const { text } = await agent.call('bb_post', { path: comments, body, jq: 'id' });
    let asked = '';
    const ask = asking((message) => {
      asked = message;
      return { action: 'decline' };
    });
    await agent.call('bb_delete', { path: `${comments}/${text}` }, { ask });
    expect(asked).toContain('\ntext: Old author: nobody<U+202E> Nothing is lost.');
  });

  test('is not asked in vain about what the operator forbids', async () => {
    const permit = async ({ method }: { method: string }) => {
      if (method === 'POST') throw new BbxError('POLICY', 'No merging here.');
    };
    const agent = await agentFor({ environment: desk.env, permit });
    const asked: string[] = [];
    const ask = asking((message) => asked.push(message));
    for (const how of [{ ask }, {}]) {
      const answer = await agent.call('bb_post', { path: PATH }, how);
      expect(answer.isError).toBe(true);
      expect(answer.whole).toContain('No merging here.');
      expect(answer.whole).not.toContain('digest');
    }
    expect(asked).toEqual([]);
  });

  test('does not show what the operator lets nobody read', async () => {
    const permit = async ({ method }: { method: string }) => {
      if (method === 'GET') throw new BbxError('POLICY', 'No reading here.');
    };
    const agent = await agentFor({ environment: desk.env, permit });
    const { text, isError } = await agent.call('bb_post', { path: PATH });
    expect(isError, text).toBe(false);
    expect(text).not.toContain('title');
    const merge = await agent.call('bb_post', { path: PATH.replace('decline', 'merge') });
    expect(merge.text).toContain('it may be deleted');
  });
});

describe('a client that is asked by the answer of its call', () => {
  const args = { path: '/repositories/acme/backend-api/pullrequests/105/decline' };
  const round = (state?: unknown, confirm?: object) => ({
    ask: { kind: 'by answer' as const, state, said: confirm && { confirm } },
  });
  const stateIn = (result: object) => {
    expect(result).toMatchObject({ resultType: 'input_required' });
    return Object.assign({ requestState: '' }, result).requestState;
  };

  test('has nothing done by a yes to a question that was not asked', async () => {
    const agent = await agentFor({ environment: desk.env });
    for (const state of [undefined, '', '0123456789abcdef', 5])
      stateIn(await agent.result('bb_post', args, round(state, YES)));
    expect(sent()).toEqual([]);
  });

  test('has nothing done by what is no answer to its question, and gets no digest', async () => {
    const agent = await agentFor({ environment: desk.env });
    for (const answer of [undefined, {}, { action: 'accept' }, { action: 'ACCEPT' }]) {
      const state = stateIn(await agent.result('bb_post', args, round()));
      const { whole, isError } = await agent.call('bb_post', args, round(state, answer));
      expect(isError).toBe(true);
      expect(whole).not.toContain('digest');
      stateIn(await agent.result('bb_post', args, round(state, YES)));
    }
    expect(sent()).toEqual([]);
  });

  test('gets no digest by a question that it does not answer', async () => {
    const agent = await agentFor({ environment: desk.env });
    const state = stateIn(await agent.result('bb_post', args, round()));
    stateIn(await agent.result('bb_post', { ...args, digest: state }, round()));
    expect(sent()).toEqual([]);
  });

  test('has it done once by its yes, however often that is sent', async () => {
    const agent = await agentFor({ environment: desk.env });
    const state = stateIn(await agent.result('bb_post', args, round()));
    const both = await Promise.all([
      agent.result('bb_post', args, round(state, YES)),
      agent.result('bb_post', args, round(state, YES)),
    ]);
    expect(both.filter((result) => 'resultType' in result)).toHaveLength(1);
    expect(sent()).toHaveLength(1);
  });

  test('has nothing done by a no, and the question is over', async () => {
    const agent = await agentFor({ environment: desk.env });
    const other = { path: args.path.replace('105', '106') };
    const state = stateIn(await agent.result('bb_post', other, round()));
    const no = await agent.call('bb_post', other, round(state, { action: 'decline' }));
    expect(no.whole).toMatch(/said no/);
    stateIn(await agent.result('bb_post', other, round(state, YES)));
    expect(sent()).toEqual([]);
  });
});
