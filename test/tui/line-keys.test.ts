import { expect, test } from 'vitest';
import { typed } from '../../src/tui/line-keys.ts';

const line = (...keys: string[]) =>
  keys.reduce((before, more) => typed(before, more), { text: '' });

test('characters make a line, and its end leaves the rest for the next one', () => {
  expect(line('a', 'bc')).toEqual({ text: 'abc' });
  expect(typed({ text: 'a' }, 'b\rnext')).toEqual({ text: 'ab', rest: 'next' });
  expect(typed({ text: '' }, 'a\r\nb\n')).toEqual({ text: 'a', rest: 'b\n' });
});

test('a slip is taken back, by whole characters', () => {
  expect(line('ab\u007f')).toEqual({ text: 'a' });
  expect(line('a😀', '\u0008')).toEqual({ text: 'a' });
  expect(line('abc\u0015d')).toEqual({ text: 'd' });
  expect(line('\u007f')).toEqual({ text: '' });
});

test('^C cancels, and so does ^D on an empty line', () => {
  expect(line('secret', '\u0003')).toEqual({ text: '', cancelled: true });
  expect(line('\u0004')).toEqual({ text: '', cancelled: true });
  expect(line('a\u0004')).toEqual({ text: 'a' });
});

test('keys that are no characters, and the marks around a paste, are no part of it', () => {
  expect(line('\u001b[200~AT\u001b[201~', '\u001b[A', '\u001bOP', '\u001b[1;5C')).toEqual({
    text: 'AT',
  });
  expect(line('a\u0000\u0001b')).toEqual({ text: 'ab' });
});
