import { expect, test } from 'vitest';
import { type Thread, threadsOf } from '../../../src/core/bitbucket/threads.ts';
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
  lines: [line],
  placed: true,
  ...other,
});

function paired(all: readonly Wanted[], threads: readonly Thread[], me: string | undefined = ME) {
  return pairComments(all, threads, { me }).map((found) => found?.id);
}

test('the same words on the same path stand, wherever their line has gone', () => {
  const threads = threadsOf([comment(1, 10)]);
  expect(paired([wanted(10)], threads)).toEqual([1]);
  expect(paired([wanted(90)], threads)).toEqual([1]);
  expect(paired([wanted(10, { text: 'Why not?' })], threads)).toEqual([undefined]);
  expect(paired([wanted(10, { paths: ['b.ts'] })], threads)).toEqual([undefined]);
});

test('line ends and white space around the words do not count', () => {
  const threads = threadsOf([comment(1, 10, { content: { raw: 'one\r\ntwo' } })]);
  expect(paired([wanted(10, { text: 'one\ntwo\n' })], threads)).toEqual([1]);
});

test('each comment counts once, and those on the very line first', () => {
  const threads = threadsOf([comment(1, 10), comment(2, 20)]);
  expect(paired([wanted(19), wanted(20), wanted(11)], threads)).toEqual([1, 2, undefined]);
  expect(paired([wanted(13), wanted(23), wanted(33)], threads)).toEqual([1, 2, undefined]);
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
  const isFresh = (id: number) => id === 1;
  expect(pairComments([wanted(80)], threads, { me: ME, isFresh })).toEqual([undefined]);
  expect(pairComments([wanted(10)], threads, { me: ME, isFresh })[0]?.id).toBe(1);
});

test('what has no place any more stands where it was given, or where Bitbucket calls it outdated', () => {
  const lost = wanted(80, { placed: false });
  expect(paired([lost], threadsOf([comment(1, 10)]))).toEqual([undefined]);
  expect(paired([lost], threadsOf([comment(1, 80)]))).toEqual([1]);
  const outdated = { inline: { path: 'a.ts', to: 10, outdated: true } };
  expect(paired([lost], threadsOf([comment(1, 10, outdated)]))).toEqual([1]);
});

test('a comment on all of it stands as such alone', () => {
  const onAll = wanted(0, { paths: [], lines: [] });
  expect(paired([onAll], threadsOf([comment(1, undefined, { inline: undefined })]))).toEqual([1]);
  expect(paired([onAll], threadsOf([comment(1, 10)]))).toEqual([undefined]);
});

test('one that is remembered as posted stands, whatever it says and wherever it is', () => {
  const threads = threadsOf([comment(1, 10, { content: { raw: 'Edited' } }), comment(2, 10)]);
  expect(paired([wanted(90, { ids: [1], placed: false }), wanted(90)], threads)).toEqual([1, 2]);
  expect(paired([wanted(90, { ids: [3], placed: false })], threads)).toEqual([undefined]);
});
