import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Json, listAt, numberAt, objectAt, textAt } from '../../src/sandbox/json.ts';
import { tipOf } from './samples.ts';
import { BACKEND, type Visited, visited } from './visit.ts';

let bitbucket: Visited;
beforeEach(async () => {
  bitbucket = await visited();
});
afterEach(() => bitbucket.sandbox.close());

const PULLS = `${BACKEND}/pullrequests`;
const get = (path: string) => bitbucket.visit(`GET ${path}`);
const post = (path: string, send?: Json) =>
  bitbucket.visit(`POST ${path}`, send === undefined ? {} : { send });
const put = (path: string, send: Json) => bitbucket.visit(`PUT ${path}`, { send });
const message = (body: Json) => textAt(body, 'error', 'message');
const reviewers = (body: Json) => listAt(body, 'reviewers').map((one) => textAt(one, 'nickname'));

describe('making and changing', () => {
  test('what is created is there afterwards, with its Location', async () => {
    const made = await post(PULLS, {
      title: 'Metrics',
      source: { branch: { name: 'wip/metrics' } },
    });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(
      `${bitbucket.sandbox.url}/2.0${PULLS}/${numberAt(made.body, 'id')}`,
    );
    const read = await get(`${PULLS}/${numberAt(made.body, 'id')}`);
    expect(read.body).toMatchObject({ title: 'Metrics', state: 'OPEN', draft: false });
    expect(textAt(read.body, 'destination', 'branch', 'name')).toBe('main');
  });

  test('bad input is answered with the fields that are wrong', async () => {
    const untitled = await post(PULLS, { source: { branch: { name: 'wip/metrics' } } });
    expect(untitled.status).toBe(400);
    expect(untitled.body).toMatchObject({
      error: { fields: { title: ['This field is required.'] } },
    });
    const lost = await post(PULLS, { title: 'x', source: { branch: { name: 'nowhere' } } });
    expect(lost.status).toBe(400);
    const { uuid } = bitbucket.sandbox.world.people[0] ?? { uuid: '' };
    const own = await post(PULLS, {
      title: 'x',
      source: { branch: { name: 'wip/metrics' } },
      reviewers: [{ uuid }],
    });
    expect(message(own.body)).toMatch(/is the author/);
  });

  test('PUT takes away what it does not name: reviewers and description', async () => {
    const before = await get(`${PULLS}/42`);
    expect(reviewers(before.body)).toEqual(['maya', 'tombecker', 'aiko-t']);
    expect((await put(`${PULLS}/42`, { description: 'no title' })).status).toBe(400);
    const after = await put(`${PULLS}/42`, { title: 'Only a title' });
    expect(after.body).toMatchObject({ title: 'Only a title', description: '' });
    expect(reviewers(after.body)).toEqual([]);
  });

  test('draft is switched, and only open pull requests change', async () => {
    expect((await put(`${PULLS}/45`, { title: 't', draft: true })).body.draft).toBe(true);
    const merged = await put(`${PULLS}/1`, { title: 't' });
    expect([merged.status, message(merged.body)]).toEqual([
      400,
      'Only open pull requests can be mutated',
    ]);
  });
});

describe('reviewing', () => {
  test('an approval is given, seen and taken back', async () => {
    const own = { as: bitbucket.sandbox.credentials.full };
    expect((await bitbucket.visit(`POST ${PULLS}/45/approve`, own)).body).toMatchObject({
      approved: true,
      state: 'approved',
    });
    const seen = listAt((await get(`${PULLS}/45`)).body, 'participants');
    expect(
      seen.some(
        (one) => textAt(one, 'user', 'nickname') === 'maya' && textAt(one, 'state') === 'approved',
      ),
    ).toBe(true);
    expect((await bitbucket.visit(`DELETE ${PULLS}/45/approve`)).status).toBe(204);
    expect((await post(`${PULLS}/45/request-changes`)).body.state).toBe('changes_requested');
    expect((await post(`${PULLS}/1/approve`)).status).toBe(400);
  });

  test('declining closes with a reason', async () => {
    const { body } = await post(`${PULLS}/45/decline`, { message: 'Too late' });
    expect(body).toMatchObject({ state: 'DECLINED', reason: 'Too late' });
    expect((await get(`${PULLS}/45`)).body.state).toBe('DECLINED');
  });

  test('the activity tells it all, newest first', async () => {
    const { values } = await get(`${PULLS}/42/activity`);
    const kinds = values.map((one) =>
      ['comment', 'approval', 'update'].find((kind) => objectAt(one, kind)),
    );
    expect(kinds.at(-1)).toBe('update');
    expect(kinds.filter((kind) => kind === 'approval')).toHaveLength(2);
    expect(kinds.filter((kind) => kind === 'comment')).toHaveLength(5);
  });
});

describe('merging', () => {
  test('a squash puts one commit on the main branch and may take the source branch away', async () => {
    const before = await tipOf(bitbucket.visit, 'main');
    const merged = await post(`${PULLS}/42/merge`, {
      merge_strategy: 'squash',
      message: 'Rotate',
      close_source_branch: true,
    });
    expect(merged.body).toMatchObject({ state: 'MERGED' });
    const tip = await get(`${BACKEND}/commit/main`);
    expect(listAt(tip.body, 'parents').map((one) => textAt(one, 'hash'))).toEqual([before]);
    expect(tip.body.message).toBe('Rotate\n');
    expect((await get(`${BACKEND}/src/main/src/auth/keys.ts`)).text).toContain('loadKeys');
    expect((await get(`${BACKEND}/refs/branches/feature/JWT-rotation`)).status).toBe(404);
  });

  test('a merge commit has both parents, and a second merge is refused', async () => {
    await post(`${PULLS}/42/merge`, { merge_strategy: 'merge_commit' });
    const tip = await get(`${BACKEND}/commit/main`);
    expect(listAt(tip.body, 'parents')).toHaveLength(2);
    expect((await post(`${PULLS}/42/merge`, {})).status).toBe(400);
  });

  test('conflicts, drafts and strategies that are not allowed are refused', async () => {
    expect(message((await post(`${PULLS}/57/merge`, {})).body)).toMatch(
      /resolve all merge conflicts/,
    );
    expect((await get(`${PULLS}/57/mergeability/checks`)).text).toContain('"blocking":true');
    expect((await post(`${PULLS}/42/merge`, { merge_strategy: 'rebase_merge' })).status).toBe(400);
    expect((await post(`${PULLS}/42/merge`, { merge_strategy: 'fast_forward' })).status).toBe(400);
    const conflicts = await bitbucket.visit(`GET ${PULLS}/57/conflicts`, { redirect: 'follow' });
    expect(conflicts.values).toMatchObject([{ path: 'src/config.ts' }]);
  });

  test('an asynchronous merge is polled at its Location', async () => {
    const started = await post(`${PULLS}/42/merge?async=true`, {});
    expect([started.status, started.text]).toEqual([202, '']);
    const location = started.headers.get('location') ?? '';
    expect((await get(location)).body.task_status).toBe('PENDING');
    expect((await get(location)).body).toMatchObject({
      task_status: 'SUCCESS',
      merge_result: { state: 'MERGED' },
    });
  });
});
