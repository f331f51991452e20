import { describe, expect, test } from 'vitest';
import { keyInput } from '../../../src/tui/review/key-input.ts';
import type { Key } from '../../../src/tui/review/keys.ts';
import { isPaste } from '../../../src/tui/review/pasted.ts';

/** The keys that some reads of a terminal come to. */
function taken(...reads: string[]): Key[] {
  const keys: Key[] = [];
  const take = keyInput(
    (some) => keys.push(...some),
    () => 0,
  );
  for (const bytes of reads) take(bytes);
  return keys;
}

describe('a paste without marks', () => {
  test('is text with its lines, however its lines end', () => {
    expect(taken('one\rtwo words\rq')).toEqual([{ name: 'paste', text: 'one\ntwo words\nq' }]);
    expect(taken('one\r\n\ttwo words')).toEqual([{ name: 'paste', text: 'one\n\ttwo words' }]);
  });

  test('goes on in the next read', () => {
    const keys = taken('one\rtwo words\r', 'three', '\rq');
    expect(keys.map(({ text }) => text).join('')).toBe('one\ntwo words\nthree\nq');
    expect(new Set(keys.map(({ name }) => name))).toEqual(new Set(['paste']));
  });

  test.each([
    ['a line and Enter', 'A whole comment, typed ahead.\r'],
    ['Enter and some keys', 'A comment\rjjS'],
    ['keys held down', 'jjjjjjjjjjjjjjjj'],
    ['what has an escape in it', 'one\rtwo words\u001b[A'],
    ['^C among it', 'one\rtwo words\u0003'],
  ])('is not %s', (_, bytes) => {
    expect(isPaste(bytes, false)).toBe(false);
    expect(taken(bytes).map(({ name }) => name)).not.toContain('paste');
  });

  test('leaves Enter that follows it to whoever pressed it', () => {
    expect(isPaste('\r', true)).toBe(false);
    expect(isPaste('q', true)).toBe(true);
  });

  test('with marks is one paste as ever, though cut in pieces', () => {
    expect(taken('\u001b[200~one\rtwo', ' words and more\r', 'q\u001b[201~')).toEqual([
      { name: 'paste', text: 'one\ntwo words and more\nq' },
    ]);
  });
});
