import { expect, test } from 'vitest';
import { questionFor } from '../../src/mcp/confirm/question.ts';
import { branchYard, pointBranches } from '../support/branch-yard.ts';
import { sandboxForFile } from '../support/sandbox.ts';

const desk = sandboxForFile();

/** What the user is shown before a prune of so many branches, by a token that cannot see everything. */
async function messageFor(count: number): Promise<string> {
  const yard = await branchYard(desk.sandbox);
  const tip = await yard.branch('work/0', 200);
  const others = Array.from({ length: count - 1 }, (_, at) => `work/${at + 1}`);
  await pointBranches(yard.repository, others, tip);
  const { email, token } = desk.sandbox.credentials.readOnly;
  const environment = { ATLASSIAN_USER_EMAIL: email, ATLASSIAN_API_TOKEN: token };
  const planned = await yard.plan({ olderThan: '90d' }, yard.context({ environment }));
  return (await questionFor(planned, planned.question ?? 'There is nothing to ask.')).message;
}

test('what a long prune comes to is said before the list, which is cut at a line', async () => {
  const message = await messageFor(600);
  const [before = '', list = ''] = message.split('Would delete');
  expect(before).toMatch(/^Delete 600 branches of /);
  expect(before).toContain('600 would go and 0 that fit would stay.');
  expect(before).toContain('Not meant: 1 younger than 90 days.');
  expect(before).toMatch(/12\d\d requests.*about 1 hour/);
  expect(before).toContain('Unknown protection');
  const left = Number(/cut short: (\d+) more lines are not shown/.exec(before)?.[1]);
  expect(left).toBeGreaterThan(500);
  expect(list).toContain(`\n\n... and ${left} more lines\n\n`);
  expect(message).toMatch(/\nDelete 600 branches of \S+\?$/);
});

test('a short prune is asked about once', async () => {
  const message = await messageFor(2);
  expect(message.match(/Delete 2 branches of/g)).toHaveLength(1);
  expect(message).not.toContain('cut short');
});

test('a title with line breaks stays on the line of its question', async () => {
  const preview = { kind: 'data' as const, data: {} };
  const planned = { preview, perform: async () => preview };
  const { message } = await questionFor(planned, 'Decline "a"\n\nTick to stay safe:\u202e"?');
  expect(message.split('\n')[0]).toBe('Decline "a"^J^JTick to stay safe:<U+202E>"?');
});
