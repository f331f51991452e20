import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Json, listAt, numberAt, objectAt, textAt } from '../../src/sandbox/json.ts';
import { BACKEND, type Visited, visited } from './visit.ts';

let bitbucket: Visited;
beforeAll(async () => {
  bitbucket = await visited();
});
afterAll(() => bitbucket.sandbox.close());

const HERE = `${BACKEND}/pullrequests/42`;
const get = (path: string) => bitbucket.visit(`GET ${path}`);
const post = (path: string, send?: Json) =>
  bitbucket.visit(`POST ${path}`, send === undefined ? {} : { send });
const comment = (more: Record<string, Json> = {}) =>
  post(`${HERE}/comments`, { content: { raw: 'Hello **there**' }, ...more });

test('#42 comes with a thread on the diff, a task and two approvals', async () => {
  const { values } = await get(`${HERE}/comments`);
  const thread = values.find((one) => objectAt(one, 'inline') && !objectAt(one, 'parent'));
  const line = numberAt(objectAt(thread, 'inline'), 'to') ?? 0;
  const branch = await get(`${BACKEND}/refs/branches/feature/JWT-rotation`);
  const hash = textAt(branch.body, 'target', 'hash');
  const source = await get(`${BACKEND}/src/${hash}/src/auth/jwt.ts`);
  expect(source.text.split('\n')[line - 1]).toContain('?? keys[0]');
  expect((await get(HERE)).body).toMatchObject({ task_count: 1 });
  const approved = listAt((await get(HERE)).body, 'participants').filter(
    (one) => textAt(one, 'state') === 'approved',
  );
  expect(approved).toHaveLength(2);
});

test('a comment is there afterwards, rendered, and its answer hangs below it', async () => {
  const made = await comment();
  expect(made.status).toBe(201);
  const id = numberAt(made.body, 'id') ?? 0;
  const read = await get(`${HERE}/comments/${id}`);
  expect(objectAt(read.body, 'content')).toEqual({
    type: 'rendered',
    raw: 'Hello **there**',
    markup: 'markdown',
    html: '<p>Hello <strong>there</strong></p>',
  });
  const answer = await comment({ parent: { id } });
  expect(numberAt(objectAt(answer.body, 'parent'), 'id')).toBe(id);
});

test('a deleted comment stays in the list, empty', async () => {
  const id = numberAt((await comment()).body, 'id');
  expect((await bitbucket.visit(`DELETE ${HERE}/comments/${id}`)).status).toBe(204);
  const { body } = await get(`${HERE}/comments/${id}`);
  expect(body).toMatchObject({ deleted: true, content: { raw: '' } });
});

test('only a thread on the diff is resolved, and only once', async () => {
  const inline = { path: 'src/errors.ts', to: 12 };
  const thread = numberAt((await comment({ inline })).body, 'id');
  const plain = numberAt((await comment()).body, 'id');
  const resolve = `${HERE}/comments/${thread}/resolve`;
  expect((await post(`${HERE}/comments/${plain}/resolve`)).status).toBe(403);
  expect((await post(resolve)).body).toMatchObject({ type: 'comment_resolution' });
  expect((await post(resolve)).status).toBe(409);
  expect((await bitbucket.visit(`DELETE ${resolve}`)).status).toBe(204);
  expect((await bitbucket.visit(`DELETE ${resolve}`)).status).toBe(404);
});

test('a pending comment is seen by its author only, until it is published', async () => {
  const id = numberAt((await comment({ pending: true })).body, 'id');
  const as = bitbucket.sandbox.credentials.readOnly;
  const path = `${HERE}/comments/${id}`;
  expect((await get(path)).status).toBe(200);
  expect((await bitbucket.visit(`GET ${path}`, { as })).status).toBe(404);
  const send = { content: { raw: 'Now' }, pending: false };
  await bitbucket.visit(`PUT ${path}`, { send });
  expect((await bitbucket.visit(`GET ${path}`, { as })).status).toBe(200);
});

test('a task is made, resolved and removed', async () => {
  const made = await post(`${HERE}/tasks`, { content: { raw: 'Ask ops' } });
  const path = `${HERE}/tasks/${numberAt(made.body, 'id')}`;
  const done = await bitbucket.visit(`PUT ${path}`, { send: { state: 'RESOLVED' } });
  expect(textAt(done.body, 'resolved_by', 'nickname')).toBe('maya');
  expect((await bitbucket.visit(`DELETE ${path}`)).status).toBe(204);
  expect((await get(path)).status).toBe(404);
});
