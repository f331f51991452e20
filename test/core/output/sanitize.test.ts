import { expect, test } from 'vitest';
import { formatJson } from '../../../src/core/output/json.ts';
import { sanitizeForModel, sanitizeForTerminal } from '../../../src/core/output/sanitize.ts';

const tags = (text: string) =>
  [...text].map((c) => String.fromCodePoint(0xe0000 + (c.codePointAt(0) ?? 0))).join('');

test('an escape sequence reaches the terminal as text that can be seen', () => {
  expect(sanitizeForTerminal('a\u001b[31mred\u001b]0;title\u0007\u009b2J\u007f\r!')).toBe(
    'a^[[31mred^[]0;title^G<U+009B>2J^?^M!',
  );
});

test('line breaks and tabs stay, and Windows line breaks become plain ones', () => {
  expect(sanitizeForTerminal('a\r\nb\tc\n')).toBe('a\nb\tc\n');
});

test('characters that hide or turn text around become visible', () => {
  expect(sanitizeForTerminal('user\u202etxt.exe a\u200bb\u2066c\u2069 \ufeff\u00ad\u2028')).toBe(
    'user<U+202E>txt.exe a<U+200B>b<U+2066>c<U+2069> <U+FEFF><U+00AD><U+2028>',
  );
  expect(sanitizeForTerminal('soft')).toBe('soft');
});

test('no control, bidi or tag character gets past, whatever the text', () => {
  const passed: number[] = [];
  const dangerous =
    /[\u200b-\u200f\u202a-\u202e\u2060-\u206f\u{e0000}-\u{e0fff}]|(?![\t\n])\p{Cc}/u;
  for (let code = 0; code < 0xe1000; code++) {
    if (code >= 0xd800 && code < 0xe000) continue;
    if (dangerous.test(sanitizeForTerminal(`a${String.fromCodePoint(code)}b`))) passed.push(code);
  }
  expect(passed).toEqual([]);
});

test('text of every script and emoji stays as it is', () => {
  for (const text of [
    'naïve café',
    '日本語',
    'مرحبا',
    'می\u200cخواهم',
    'क्\u200dष',
    '👩\u200d💻 👍🏽 ❤\ufe0f 🇫🇷',
    'Ω ≠ ∅',
    '\u0600',
  ]) {
    expect(sanitizeForTerminal(text)).toBe(text);
    expect(sanitizeForModel(text)).toBe(text);
  }
});

test('a model sees instructions that were hidden from people, marked as such', () => {
  expect(sanitizeForModel(`ok${tags('hi')}\nnext`)).toBe('ok<U+E0068><U+E0069>\nnext');
  expect(sanitizeForModel('\u001b[1mbold\u001b[0m')).toBe('[1mbold[0m');
});

test('half a character becomes a replacement character', () => {
  expect(sanitizeForTerminal('a\ud800b')).toBe('a\ufffdb');
  expect(sanitizeForModel('\udc00')).toBe('\ufffd');
});

test('indented JSON is safe for a terminal and still means the same', () => {
  const data = { a: 'x\u001b[31m\u009b\u202e\u{e0041}\u007f', b: [1, null] };
  const text = formatJson(data, { pretty: true });
  expect(/[\p{Cc}\p{Cf}]/u.test(text.replaceAll('\n', ''))).toBe(false);
  expect(JSON.parse(text)).toEqual(data);
  expect(formatJson(data, { pretty: false })).toBe(JSON.stringify(data));
  expect(formatJson(undefined, { pretty: true })).toBe('null');
});
