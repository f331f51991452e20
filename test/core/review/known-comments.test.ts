import { expect, test } from 'vitest';
import { type Place, type Thread, threadsOf } from '../../../src/core/bitbucket/threads.ts';
import { pairComments, type Wanted } from '../../../src/core/review/known-comments.ts';

const ME = '{me}';

/** A comment as Bitbucket lists it. */
const comment = (id: number, line: number | undefined, other: object = {}) => ({
  id,
  created_on: `2026-11-20T12:00:0${id % 10}Z`,
  content: { raw: 'Why?' },
  user: { uuid: ME },
  inline: { path: 'a.ts', ...(line !== undefined && { to: line }) },
  ...other,
});

const wanted = (line: number, other: Partial<Wanted> = {}): Wanted => ({
  text: 'Why?',
  paths: ['a.ts'],
  side: 'new',
  lines: [line],
  says: `text of line ${line}`,
  ...other,
});

/** @param moved what lines say in the present diff, by their number */
function paired(
  all: readonly Wanted[],
  threads: readonly Thread[],
  moved: Readonly<Record<number, string>> = {},
) {
  const lineAt = ({ line = 0 }: Place) => moved[line];
  return pairComments(all, threads, { me: ME, lineAt }).map((found) => found?.id);
}

test('the same words on the same line stand, and elsewhere only when their line has moved', () => {
  const threads = threadsOf([comment(1, 10)]);
  expect(paired([wanted(10)], threads)).toEqual([1]);
  expect(paired([wanted(90)], threads)).toEqual([undefined]);
  expect(paired([wanted(90)], threads, { 10: 'something else' })).toEqual([undefined]);
  expect(paired([wanted(90)], threads, { 10: '  text of line 90\r' })).toEqual([1]);
  expect(paired([wanted(90, { says: ' ' })], threads, { 10: '' })).toEqual([undefined]);
  expect(paired([wanted(90, { lines: [90, 10] })], threads)).toEqual([1]);
  expect(paired([wanted(10, { text: 'Why not?' })], threads)).toEqual([undefined]);
  expect(paired([wanted(10, { paths: ['b.ts'] })], threads)).toEqual([undefined]);
});

test('a line of the old file is another than that of the new one', () => {
  const old = comment(2, undefined, { inline: { path: 'a.ts', from: 10 } });
  const onOld = wanted(10, { side: 'old' });
  expect(paired([onOld], threadsOf([comment(1, 10)]))).toEqual([undefined]);
  expect(paired([onOld, wanted(10)], threadsOf([comment(1, 10), old]))).toEqual([2, 1]);
  expect(paired([onOld], threadsOf([comment(1, 20)]), { 20: 'text of line 10' })).toEqual([
    undefined,
  ]);
});

test('line ends and white space around the words do not count', () => {
  const threads = threadsOf([comment(1, 10, { content: { raw: 'one\r\ntwo' } })]);
  expect(paired([wanted(10, { text: 'one\ntwo\n' })], threads)).toEqual([1]);
});

test('each comment counts once, and those on the very line first', () => {
  const threads = threadsOf([comment(1, 10), comment(2, 20)]);
  const alike = (...lines: number[]) => lines.map((line) => wanted(line, { says: 'x' }));
  const moved = { 10: 'x', 20: 'x' };
  expect(paired(alike(19, 20, 11), threads, moved)).toEqual([1, 2, undefined]);
  expect(paired(alike(13, 23, 33), threads, moved)).toEqual([1, 2, undefined]);
});

test('a thousand alike are paired line by line', () => {
  const threads = threadsOf(Array.from({ length: 1000 }, (_, at) => comment(at + 1, at + 1)));
  const all = Array.from({ length: 1000 }, (_, at) => wanted(1000 - at));
  expect(paired(all, threads)).toEqual(all.map(({ lines }) => lines[0]));
});

test('those of others, deleted and pending ones and answers do not count', () => {
  expect(paired([wanted(10)], threadsOf([comment(1, 10, { user: { uuid: '{you}' } })]))).toEqual([
    undefined,
  ]);
  expect(paired([wanted(10)], threadsOf([comment(1, 10, { deleted: true })]))).toEqual([undefined]);
  expect(paired([wanted(10)], threadsOf([comment(1, 10, { pending: true })]))).toEqual([undefined]);
  const answer = comment(2, 10, { parent: { id: 1 } });
  const threads = threadsOf([comment(1, 10, { content: { raw: 'Other' } }), answer]);
  expect(paired([wanted(10)], threads)).toEqual([undefined]);
});

test('an access token is nobody, so whoever wrote it counts', () => {
  const threads = threadsOf([comment(1, 10, { user: { uuid: '{app}' } })]);
  expect(pairComments([wanted(10)], threads, { me: undefined })[0]?.id).toBe(1);
});

test('a resolved thread counts for its own line alone', () => {
  const threads = threadsOf([comment(1, 10, { resolution: { user: { uuid: '{you}' } } })]);
  expect(paired([wanted(10)], threads)).toEqual([1]);
  expect(paired([wanted(80)], threads)).toEqual([undefined]);
  expect(paired([wanted(80, { lines: [80, 10] })], threads)).toEqual([1]);
});

test('one that was posted on the present commit counts for its own line alone', () => {
  const threads = threadsOf([comment(1, 10)]);
  const known = { me: ME, isFresh: (id: number) => id === 1, lineAt: () => 'text of line 80' };
  expect(pairComments([wanted(80)], threads, known)).toEqual([undefined]);
  expect(pairComments([wanted(10)], threads, known)[0]?.id).toBe(1);
});

test('what has no place any more stands where it was given, or where Bitbucket calls it outdated', () => {
  const lost = wanted(80, { says: undefined });
  expect(paired([lost], threadsOf([comment(1, 10)]))).toEqual([undefined]);
  expect(paired([lost], threadsOf([comment(1, 80)]))).toEqual([1]);
  const outdated = { inline: { path: 'a.ts', to: 10, outdated: true } };
  expect(paired([lost], threadsOf([comment(1, 10, outdated)]))).toEqual([1]);
});

test('a comment on all of it stands as such alone', () => {
  const onAll = wanted(0, { paths: [], side: undefined, lines: [] });
  expect(paired([onAll], threadsOf([comment(1, undefined, { inline: undefined })]))).toEqual([1]);
  expect(paired([onAll], threadsOf([comment(1, 10)]))).toEqual([undefined]);
});

test('one that is remembered as posted stands, whatever it says and wherever it is', () => {
  const threads = threadsOf([comment(1, 10, { content: { raw: 'Edited' } }), comment(2, 10)]);
  expect(paired([wanted(90, { ids: [1], says: undefined }), wanted(10)], threads)).toEqual([1, 2]);
  expect(paired([wanted(90, { ids: [3], says: undefined })], threads)).toEqual([undefined]);
});
