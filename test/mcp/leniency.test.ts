import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Operation } from '../../src/core/operation.ts';
import { readArguments } from '../../src/mcp/read-arguments.ts';
import { toolFor } from '../../src/mcp/tool-for.ts';
import { approve } from '../../src/operations/pr/approve.ts';
import { list } from '../../src/operations/pr/list.ts';
import { review } from '../../src/operations/pr/review.ts';
import { threadsForAgents } from '../../src/operations/pr/threads.ts';
import { McpProgram } from '../support/mcp.ts';
import { sandboxForFile } from '../support/sandbox.ts';

const desk = sandboxForFile();
let program: McpProgram;
beforeEach(async () => {
  program = new McpProgram(desk.env, { tools: 'pr' });
  await program.initialize();
});
afterEach(() => program.close());

const read = (operation: Operation | undefined, given: Record<string, unknown>) => {
  if (operation === undefined) throw new Error('there is no such operation');
  return readArguments(operation, toolFor(operation), given).input;
};

describe('what an agent plainly means is taken', () => {
  test('a number for the pull request', async () => {
    const { text, isError } = await program.call('bb_pr_view', {
      ...{ pr: 42, repo: 'acme/backend-api', jq: 'id' },
    });
    expect([isError, text]).toEqual([false, '42']);
  });

  test('one value for a list of one', async () => {
    const { text, isError } = await program.call('bb_pr_list', {
      ...{ repo: 'acme/backend-api', limit: '1', jq: 'length(values)' },
    });
    expect([isError, text]).toEqual([false, '1']);
    const [, update] = threadsForAgents;
    expect(read(update, { resolve: 611_204_317 })).toEqual({ resolve: ['611204317'] });
    expect(read(update, { resolve: '611204317' })).toEqual({ resolve: ['611204317'] });
    expect(read(update, { resolve: '[5, "7"]', reopen: [9] })).toEqual({
      resolve: ['5', '7'],
      reopen: ['9'],
    });
    expect(read(list, { repo: ['a/b', 'a/c'] })).toEqual({ repo: ['a/b', 'a/c'] });
    expect(() => read(list, { repo: [['a/b']] })).toThrow('repo must be a list, not [["a/b"]].');
  });

  test('text for a number and a number for text, inside the items of a list too', async () => {
    const meant = { path: 'a.ts', line: 12, start_line: null, body: '7' };
    const given = { path: 'a.ts', line: '12', start_line: null, body: 7 };
    for (const findings of [given, [given], JSON.stringify(given), JSON.stringify([given])])
      expect(read(review, { findings })).toEqual({ findings: [meant] });
    const { text } = await program.call('bb_pr_review', {
      ...{ pr: 42, repo: 'acme/backend-api', dryRun: 'true' },
      findings: { path: 'a.ts', line: 'twelve', body: 'x' },
    });
    expect(text).toContain('findings, item 1: line must be a');
  });
});

test.each([null, ''])('dryRun: %j is no permission to send', async (dryRun) => {
  const { text, isError } = await program.call('bb_pr_review', {
    ...{ pr: '42', repo: 'acme/backend-api', approve: true, dryRun },
  });
  expect([isError, text]).toEqual([true, expect.stringContaining('dryRun must be true or false')]);
  expect(desk.requests).toEqual([]);
});

test('an approval takes nothing away: its hints say so, as those of a review do', () => {
  for (const operation of [approve, review]) {
    const { annotations } = toolFor(operation);
    expect(annotations).toMatchObject({ destructiveHint: false, idempotentHint: true });
  }
});
