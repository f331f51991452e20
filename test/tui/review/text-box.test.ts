import { expect, test } from 'vitest';
import { decodeKeys } from '../../../src/tui/review/keys.ts';
import { editBox, textBox } from '../../../src/tui/review/text-box.ts';

/** A text with | for the cursor, after some keys. */
function after(before: string, bytes: string): string {
  const at = before.indexOf('|');
  const start = { text: before.replace('|', ''), at };
  const { text, at: end } = decodeKeys(bytes, true).keys.reduce(editBox, start);
  return `${text.slice(0, end)}|${text.slice(end)}`;
}

const [LEFT, RIGHT, UP, DOWN] = ['\u001b[D', '\u001b[C', '\u001b[A', '\u001b[B'];

test.each([
  ['a|c', 'b', 'ab|c'],
  ['ab|', '\u007f', 'a|'],
  ['|ab', '\u007f', '|ab'],
  ['a|b', '\u001b[3~', 'a|'],
  ['one two|', '\u0017', 'one |'],
  ['one two  |', '\u0017', 'one |'],
  ['one\ntwo| three', '\u0015', 'one\n| three'],
  ['o|ne\ntwo', '\u000b', 'o|\ntwo'],
  ['one|\ntwo', '\u000b', 'one|two'],
  ['a👩‍🚀|b', '\u007f', 'a|b'],
  ['e\u0301|', LEFT, '|e\u0301'],
  ['|👍🏽b', RIGHT, '👍🏽|b'],
  ['one\nt|wo', UP, 'o|ne\ntwo'],
  ['one\nt|wo', UP + UP, '|one\ntwo'],
  ['long li|ne\nab', DOWN, 'long line\nab|'],
  ['on|e\n\nx', DOWN + DOWN, 'one\n\n|x'],
  ['a\nbc|', '\u001b[H', 'a\n|bc'],
  ['|a\nbc', '\u0005', 'a|\nbc'],
  ['a|', '\nb', 'a\nb|'],
  ['a|b', '\u001b[200~x\ny\u001b[201~', 'ax\ny|b'],
  ['a|b', '\u001b[5~', 'a|b'],
])('%j and %j give %j', (before, bytes, expected) => {
  expect(after(before, bytes)).toBe(expected);
});

test('a box begins with the cursor at the end of its text', () => {
  expect(textBox('abc')).toEqual({ text: 'abc', at: 3 });
});
