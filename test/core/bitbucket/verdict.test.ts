import { expect, test } from 'vitest';
import { currentUser } from '../../../src/core/bitbucket/current-user.ts';
import { readPullRequest } from '../../../src/core/bitbucket/pull-request.ts';
import { giveVerdict, type Verdict, verdictOf } from '../../../src/core/bitbucket/verdict.ts';

import { sandboxForFile } from '../../support/sandbox.ts';
import { sandboxContext } from '../../support/sandbox-context.ts';

const desk = sandboxForFile();
const name = { workspace: 'acme', repo: 'backend-api', id: 44 };

test('a verdict stands until another one or none is given, and twice is as once', async () => {
  const context = sandboxContext(desk.sandbox);
  const me = (await currentUser(context))?.uuid ?? '';
  const standing = async () => verdictOf(await readPullRequest(context, name), me);
  const given: Verdict[] = ['approve', 'approve', 'request-changes', 'none', 'none', 'approve'];
  for (const verdict of given) {
    await giveVerdict(context, name, verdict);
    expect(await standing()).toBe(verdict);
  }
});

test('only the verdict that stands is taken back, where it is known', async () => {
  const context = sandboxContext(desk.sandbox);
  const at = '/repositories/acme/backend-api/pullrequests/44';
  await giveVerdict(context, name, 'none', 'approve');
  expect(desk.asked).toEqual([`DELETE ${at}/approve`]);
});

test('somebody who took no part has given none, and one without a uuid is nobody', async () => {
  const pr = await readPullRequest(sandboxContext(desk.sandbox), name);
  expect(verdictOf(pr, '{nobody}')).toBe('none');
  const ghost = { uuid: '', name: 'somebody', nickname: '' };
  const gone = { person: ghost, reviewer: true, verdict: 'approved' as const };
  expect(verdictOf({ ...pr, participants: [gone] }, '')).toBe('none');
});

test('a closed pull request takes no verdict', async () => {
  const closed = { ...name, id: 5 };
  await expect(giveVerdict(sandboxContext(desk.sandbox), closed, 'approve')).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
});
