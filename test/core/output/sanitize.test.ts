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
    '👩\u200d💻 👍🏽 ❤\ufe0f 🇫🇷 1\ufe0f\u20e3 ©\ufe0e →\ufe0f 👁\ufe0f\u200d🗨\ufe0f',
    `\u{1f3f4}${tags('gbeng')}\u{e007f} \u{1f3f4}${tags('gbsct')}\u{e007f}`,
    'ᠠ\u180b',
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

const RANGES: readonly (readonly [what: string, first: number, last: number])[] = [
  ['C0 controls but tab and line feed', 0x00, 0x08],
  ['C0 controls behind them', 0x0b, 0x1f],
  ['delete and C1 controls', 0x7f, 0x9f],
  ['the soft hyphen', 0xad, 0xad],
  ['the combining grapheme joiner', 0x34f, 0x34f],
  ['the Arabic letter mark', 0x61c, 0x61c],
  ['Hangul fillers', 0x115f, 0x1160],
  ['the Khmer vowels that are not shown', 0x17b4, 0x17b5],
  ['Mongolian selectors', 0x180b, 0x180f],
  ['zero-width characters and bidi marks', 0x200b, 0x200f],
  ['line and paragraph separators, bidi embeddings and overrides', 0x2028, 0x202e],
  ['the word joiner, invisible operators and bidi isolates', 0x2060, 0x206f],
  ['the Hangul filler of old encodings', 0x3164, 0x3164],
  ['variation selectors', 0xfe00, 0xfe0f],
  ['the byte order mark', 0xfeff, 0xfeff],
  ['the halfwidth Hangul filler', 0xffa0, 0xffa0],
  ['interlinear annotation', 0xfff9, 0xfffb],
  ['shorthand controls', 0x1bca0, 0x1bca3],
  ['musical controls', 0x1d173, 0x1d17a],
  ['tags', 0xe0000, 0xe007f],
  ['the variation selectors supplement', 0xe0100, 0xe01ef],
];

test.each(RANGES)('%s become visible behind a letter, each of them', (_, first, last) => {
  for (let code = first; code <= last; code++) {
    const text = sanitizeForModel(`a${String.fromCodePoint(code)}b`);
    expect(text, code.toString(16)).toMatch(
      code === 0x1b ? /^ab$/ : /^a(<U\+[0-9A-F]{4,5}>|\^.)b$/,
    );
  }
});

test('what is hidden behind an emoji becomes visible all the same', () => {
  expect(sanitizeForModel(`😀\u{e0100}\u{e0101}`)).toBe('😀<U+E0100><U+E0101>');
  expect(sanitizeForModel('😀\ufe0f\ufe0f\ufe0e')).toBe('😀\ufe0f<U+FE0F><U+FE0E>');
  expect(sanitizeForModel(`\u{1f3f4}${tags('do it')}\u{e007f}`)).toMatch(/^\u{1f3f4}<U\+E0064>/u);
  expect(sanitizeForModel(`${tags('gbeng')}`)).not.toMatch(/[\u{e0000}-\u{e007f}]/u);
});

test('private use, which fonts for developers draw, and other visible signs stay', () => {
  expect(sanitizeForModel('\ue0b0 \u{f0001} \u2800')).toBe('\ue0b0 \u{f0001} \u2800');
});
