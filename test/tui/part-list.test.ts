import { expect, test } from 'vitest';
import { partList, pressed, ticked } from '../../src/tui/part-list.ts';

const PARTS = ['alpha', 'beta', 'gamma', 'alpine'].map((key) => ({ key, label: `${key}  old` }));
const after = (...keys: string[]) =>
  keys.reduce((list, key) => pressed(list, key, 2), partList(PARTS));

test('all are ticked at first; space unticks a line and goes on, and ticks it again', () => {
  expect(ticked(after())).toEqual(['alpha', 'beta', 'gamma', 'alpine']);
  expect(ticked(after(' ', ' '))).toEqual(['gamma', 'alpine']);
  expect(ticked(after(' ', 'k', ' '))).toHaveLength(4);
});

test('a unticks all, and ticks all again; some out count as not all', () => {
  expect(ticked(after('a'))).toEqual([]);
  expect(ticked(after('a', 'a'))).toHaveLength(4);
  expect(ticked(after(' ', 'a'))).toEqual([]);
});

test.each<[string[], number]>([
  [['j', 'j'], 2],
  [['[B', '\u001b[B', '[A'], 1],
  [['[6~'], 2],
  [['[6~', '[6~', '[6~'], 3],
  [['G', '[5~'], 1],
  [['G', 'g'], 0],
  [['k'], 0],
  [['jjj'], 3],
  [['[B\u001b[B'], 2],
])('%j leads to line %i', (keys, at) => {
  expect(after(...keys).at).toBe(at);
});

test('a filter narrows what a and space are about, and Esc takes it away first', () => {
  const narrowed = after('/', 'ALP');
  expect(narrowed.shown).toEqual([0, 3]);
  expect(ticked(pressed(narrowed, '\ra', 2))).toEqual(['beta', 'gamma']);
  expect(after('/', 'a', 'k', '\u007f', '\u007f').shown).toHaveLength(4);
  const left = after('/', 'alp', '\u001b');
  expect(left).toMatchObject({ filter: '', typing: false });
  expect(left.end).toBeUndefined();
  expect(after('/', 'zzz', '\r', ' ', 'a', '[B')).toMatchObject({ shown: [], at: 0 });
});

test.each<[string, string]>([
  ['\r', 'done'],
  ['\u001b', 'escaped'],
  ['\u0003', 'cancelled'],
])('%j ends it: %s', (key, end) => {
  expect(after(key).end).toBe(end);
  expect(after(`${key} aa`).out.size).toBe(0);
});

test('letters go to the filter while it is typed', () => {
  expect(after('/', 'j', 'a ')).toMatchObject({ filter: 'ja ', at: 0 });
  expect(after('/', '\u0003').end).toBe('cancelled');
});

test('thousands of lines are filtered and unticked like ten', () => {
  const many = Array.from({ length: 10_000 }, (_, at) => ({ key: `b${at}`, label: `b${at}` }));
  let list = partList(many);
  for (let at = 0; at < 200; at += 1) list = pressed(list, 'j', 20);
  list = pressed(list, '/999\ra', 20);
  expect(many.length - ticked(list).length).toBe(19);
});
