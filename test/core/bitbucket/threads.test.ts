import { describe, expect, test } from 'vitest';
import {
  postComment,
  readThreads,
  setResolved,
  threadsOf,
} from '../../../src/core/bitbucket/threads.ts';

import { sandboxForFile } from '../../support/sandbox.ts';
import { sandboxContext } from '../../support/sandbox-context.ts';

const ADA = { uuid: '{a}', display_name: 'Ada', nickname: 'ada' };

/** A comment as Bitbucket lists it, said some minutes after noon. */
const said = (id: number, minute: number, more: Record<string, unknown> = {}) => ({
  id,
  created_on: `2026-11-20T12:${String(minute).padStart(2, '0')}:00+00:00`,
  updated_on: '2026-11-20T13:00:00+00:00',
  content: { raw: `said ${id}` },
  user: ADA,
  deleted: false,
  pending: false,
  ...more,
});

const answer = (id: number, minute: number, parent: number, more = {}) =>
  said(id, minute, { parent: { id: parent }, ...more });

const shape = (values: readonly unknown[]) =>
  threadsOf(values).map(({ id, comments }) => [id, ...comments.map((one) => one.id)]);

describe('threads are made of a flat list:', () => {
  test('answers stand below their first comment, oldest first, however they are listed', () => {
    const list = [answer(4, 4, 1), said(2, 2), answer(5, 5, 4), answer(3, 3, 1), said(1, 1)];
    expect(shape(list)).toEqual([
      [1, 1, 3, 4, 5],
      [2, 2],
    ]);
  });

  test('the first comment comes first even when a clock dates an answer before it', () => {
    expect(shape([said(1, 9), answer(2, 3, 1)])).toEqual([[1, 1, 2]]);
  });

  test('comments of the same moment, or without one, stand by their ids', () => {
    expect(shape([answer(9, 1, 1), answer(3, 1, 1), said(1, 1)])).toEqual([[1, 1, 3, 9]]);
    const undated = { created_on: undefined };
    expect(shape([answer(9, 1, 1, undated), said(1, 1, undated)])).toEqual([[1, 1, 9]]);
  });

  test('a deleted comment is gone, and one with answers stays without its text', () => {
    const deleted = { deleted: true, content: { raw: 'a secret' } };
    const list = [said(1, 1, deleted), said(2, 2, deleted), answer(3, 3, 2), said(4, 4)];
    expect(shape([...list, answer(5, 5, 4, deleted)])).toEqual([
      [2, 2, 3],
      [4, 4],
    ]);
    expect(threadsOf(list)[0]?.comments[0]?.text).toBe('');
    expect(shape([said(1, 1, deleted), answer(2, 2, 1, deleted)])).toEqual([]);
  });

  test('answers to a comment that is not listed stay together', () => {
    expect(shape([answer(3, 3, 1), answer(4, 4, 1)])).toEqual([[1, 3, 4]]);
  });

  test('parents that lead round in a circle end, and nothing is lost', () => {
    expect(shape([answer(1, 1, 2), answer(2, 2, 1), answer(3, 3, 2)])).toEqual([[1, 1, 2, 3]]);
    expect(shape([answer(1, 1, 1)])).toEqual([[1, 1]]);
    const chain = Array.from({ length: 2500 }, (_, at) => answer(at + 2, 1, at + 1));
    expect(threadsOf([said(1, 0), ...chain])[0]?.comments).toHaveLength(2501);
  });

  test('places: a line, a range, the old side, a whole file', () => {
    const at = (inline: object) => threadsOf([said(1, 1, { inline })])[0]?.place;
    const path = 'src/a b.ts';
    expect(at({ path, from: null, to: 7 })).toEqual({ path, side: 'new', line: 7 });
    expect(at({ path, to: 7, start_to: 5, start_from: null })).toEqual({
      ...{ path, side: 'new', line: 7 },
      startLine: 5,
    });
    expect(at({ path, from: 9, start_from: 3 })).toEqual({
      ...{ path, side: 'old', line: 9 },
      startLine: 3,
    });
    expect(at({ path, from: 3, to: 4 })).toEqual({ path, side: 'new', line: 4 });
    expect(at({ path, from: null, to: null })).toEqual({ path, side: 'new', line: undefined });
    expect(at({})).toBeUndefined();
  });

  test('what was resolved, is pending, or is outdated says so', () => {
    const [first, second] = threadsOf([
      said(1, 1, { inline: { path: 'a', to: 1, outdated: true }, resolution: { user: ADA } }),
      said(2, 2, { pending: true, resolution: null }),
    ]);
    expect(first).toMatchObject({ outdated: true, resolvedBy: { name: 'Ada' } });
    expect(second).toMatchObject({ outdated: false, resolvedBy: undefined });
    expect(second?.comments[0]?.pending).toBe(true);
  });

  test('an answer cannot resolve its thread, and who is gone is somebody', () => {
    const [thread] = threadsOf([said(1, 1, { user: null }), answer(2, 2, 1, { resolution: {} })]);
    expect(thread?.resolvedBy).toBeUndefined();
    expect(thread?.comments[0]?.author).toEqual({ uuid: '', name: 'somebody', nickname: '' });
  });

  test('values that are no comments do no harm', () => {
    expect(shape([null, 'x', {}])).toEqual([[0, 0, 0, 0]]);
  });
});

describe('on the sandbox', () => {
  const desk = sandboxForFile();
  const name = { workspace: 'acme', repo: 'backend-api', id: 42 };

  test('a thread is resolved and reopened once; the second time says that it was so', async () => {
    const context = sandboxContext(desk.sandbox);
    const { id } = await postComment(context, name, {
      text: 'Why?',
      place: { path: 'src/auth/keys.ts', side: 'new', line: 3 },
    });
    const resolving = [];
    for (const resolved of [true, true, false, false])
      resolving.push(await setResolved(context, name, id, resolved));
    expect(resolving).toEqual([true, false, true, false]);
  });

  test('a comment that is not there is not taken for an open thread', async () => {
    const context = sandboxContext(desk.sandbox);
    await expect(setResolved(context, name, 999_999, false)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('a general comment cannot be resolved', async () => {
    const context = sandboxContext(desk.sandbox);
    const general = (await readThreads(context, name)).find(({ place }) => !place);
    await expect(setResolved(context, name, general?.id ?? 0, true)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});
