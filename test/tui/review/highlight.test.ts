import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { exampleScreen } from '../../../scripts/screenshot/example.ts';
import { svgOf } from '../../../scripts/screenshot/svg.ts';
import type { DiffLine, Hunk } from '../../../src/core/diff/diff.ts';
import { themeFor } from '../../../src/tui/review/choose-theme.ts';
import { loadHighlighter } from '../../../src/tui/review/highlight.ts';

/** A hunk of lines with their signs. */
function hunkOf(lines: readonly string[]): Hunk {
  let [old, now] = [1, 1];
  const KINDS = { '-': 'removed', '+': 'added', ' ': 'context' } as const;
  const made = lines.map((line): DiffLine => {
    const kind = KINDS[line.startsWith('-') ? '-' : line.startsWith('+') ? '+' : ' '];
    return {
      kind,
      text: line.slice(1),
      old: kind === 'added' ? undefined : old++,
      new: kind === 'removed' ? undefined : now++,
    };
  });
  return {
    oldStart: 1,
    oldCount: old - 1,
    newStart: 1,
    newCount: now - 1,
    section: '',
    lines: made,
  };
}

const highlight = await loadHighlighter();
/** The words of a line with what they are. */
const words = (path: string, lines: readonly string[], at: number) =>
  highlight(path, hunkOf(lines), at).map(({ start, end, name }) => [
    lines[at]?.slice(1).slice(start, end),
    name,
  ]);

describe('syntax', () => {
  test.each([
    ['a.ts', '+const a = "b";', ['const', 'keyword']],
    ['a.py', '+def f(): # hm', ['# hm', 'comment']],
    ['Dockerfile', '+FROM node:20', ['FROM', 'keyword']],
    ['a.yml', '+key: 1', ['key:', 'attr']],
    ['a.rs', '+let a = 1;', ['let', 'keyword']],
  ])('of %s is known', (path, line, expected) => {
    expect(words(path, [line], 0)).toContainEqual(expected);
  });

  test('of a comment over several lines is that of each of them', () => {
    const lines = [' /* one', '+ two */ const a = 1;'];
    expect(words('a.ts', lines, 1)).toEqual(
      expect.arrayContaining([
        [' two */', 'comment'],
        ['const', 'keyword'],
      ]),
    );
  });

  test('of the old side is not disturbed by the new one', () => {
    const lines = [' /* one', '+*/', '-two', ' */'];
    expect(words('a.ts', lines, 2)).toEqual([['two', 'comment']]);
  });

  test('is found where names of objects stand in the code', () => {
    expect(words('a.ts', ['+  constructor(toString) { const hasOwnProperty = 1; }'], 0)).toEqual(
      expect.arrayContaining([
        ['constructor', 'title'],
        ['const', 'keyword'],
      ]),
    );
  });

  test('is left away for an unknown language, and for a line beyond all reading', () => {
    expect(words('a.unknown', ['+const a = 1;'], 0)).toEqual([]);
    expect(words('constructor', ['+const a = 1;'], 0)).toEqual([]);
    expect(words('a.ts', [`+const a = "${'x'.repeat(500)}";`, '+const b = 1;'], 0)).toEqual([]);
  });
});

describe('the looks', () => {
  test('have no colour where none is wanted', () => {
    expect(JSON.stringify(themeFor(false, { TERM: 'xterm-256color' }))).not.toMatch(
      /"(color|backgroundColor)":/,
    );
  });

  test.each([
    [{ TERM: 'xterm' }, /"added":\{"color":"green"\}/],
    [
      { TERM: 'xterm-256color' },
      /"added":\{"color":"ansi256\(252\)","backgroundColor":"ansi256\(22\)"/,
    ],
    [{ TERM: 'xterm-256color', COLORFGBG: '0;15' }, /"backgroundColor":"ansi256\(194\)"/],
    [{ TERM: 'xterm', COLORTERM: 'truecolor' }, /"backgroundColor":"#12301f"/],
  ])('fit the terminal: %j', (environment, expected) => {
    expect(JSON.stringify(themeFor(true, environment))).toMatch(expected);
  });

  test('have signs that every terminal can show', () => {
    const { signs } = themeFor(false, { LC_ALL: 'C' });
    if (process.platform !== 'win32') expect(JSON.stringify(signs)).toMatch(/^[\x20-\x7e]*$/);
    expect(themeFor(false, { LANG: 'de_DE.UTF-8' }).signs.here).toBe('▌');
  });
});

test('the screenshot in the README is how the screen looks (npx tsx scripts/screenshot.ts)', async () => {
  const kept = readFileSync(new URL('../../../docs/review.svg', import.meta.url), 'utf8');
  expect(svgOf(await exampleScreen(), 100)).toBe(kept);
});
