import { expect, test } from 'vitest';
import { factsOfMerge } from '../../../src/core/bitbucket/facts-of-merge.ts';
import { sandboxForFile } from '../../support/sandbox.ts';
import { sandboxContext } from '../../support/sandbox-context.ts';

const desk = sandboxForFile();
const CLOSING = {
  id: 1,
  state: 'OPEN',
  task_count: 2,
  close_source_branch: true,
  source: { branch: { name: 'feature/x' } },
  destination: { branch: { name: 'main', default_merge_strategy: 'squash' } },
};
const KEEPING = { ...CLOSING, task_count: 0, close_source_branch: false };

const factsOf = async (pull: object, body?: unknown) =>
  await factsOfMerge(sandboxContext(desk.sandbox), pull, body);

test.each<[string, object, unknown, object]>([
  [
    'the pull request',
    CLOSING,
    undefined,
    {
      strategy: 'squash, the default of main',
      source_branch: 'feature/x is deleted',
      open_tasks: 2,
    },
  ],
  [
    'the body before it',
    CLOSING,
    { close_source_branch: false, merge_strategy: 'fast_forward' },
    { strategy: 'fast_forward', source_branch: 'feature/x stays', open_tasks: 2 },
  ],
  ['the body', KEEPING, { close_source_branch: true }, { source_branch: 'feature/x is deleted' }],
  ['nobody', KEEPING, { close_source_branch: 'no' }, { source_branch: 'feature/x may be deleted' }],
  ['nobody who can be read', KEEPING, 'a form', { source_branch: 'feature/x may be deleted' }],
])('what comes with a merge says %s', async (_, pull, body, facts) => {
  expect(await factsOf(pull, body)).toMatchObject(facts);
  expect(desk.asked).toEqual([]);
});

test('the default strategy is asked of the destination where the pull request has none', async () => {
  const destination = {
    branch: { name: 'main' },
    repository: { full_name: 'acme/backend-api' },
  };
  const { strategy } = await factsOf({ ...CLOSING, destination });
  expect(strategy).toBe('merge_commit, the default of main');
  expect(desk.asked).toHaveLength(1);
});
