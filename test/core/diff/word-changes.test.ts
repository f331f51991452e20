import { describe, expect, it } from 'vitest';
import { changedWords } from '../../../src/core/diff/changed-words.ts';
import { parseDiffText } from '../../../src/core/diff/parse-diff-text.ts';
import { type TextRange, wordChanges } from '../../../src/core/diff/word-changes.ts';
import { words } from '../../../src/core/diff/words.ts';
import { Random } from './random.ts';

const cut = (text: string, ranges: readonly TextRange[] = []) =>
  ranges.map(({ start, end }) => text.slice(start, end));

function changed(removed: string, added: string): [string[], string[]] | undefined {
  const found = wordChanges(removed, added);
  return found && [cut(removed, found.removed), cut(added, found.added)];
}

describe('wordChanges', () => {
  it.each([
    ['const total = a + b;', 'const sum = a + b;', ['total'], ['sum']],
    ['foo(a)', 'foo(a, b)', [], [', b']],
    ['return x;', '  return x;', [], ['  ']],
    ['the old words here stay', 'the new ones here stay', ['old words'], ['new ones']],
    ['größe 1 bleibt', 'größer 1 bleibt', ['größe'], ['größer']],
    ['ok 👩‍💻 done here', 'ok 👩‍🚀 done here', ['👩‍💻'], ['👩‍🚀']],
    ['line\r', 'line', ['\r'], []],
    ['same', 'same', [], []],
  ])('marks what differs between %j and %j', (removed, added, gone, come) => {
    expect(changed(removed, added)).toEqual([gone, come]);
  });

  it('marks nothing in lines that have little in common', () => {
    expect(wordChanges('import fs from "node:fs";', 'export class Reader {')).toBeUndefined();
  });

  it('gives up on lines that nobody reads', () => {
    expect(wordChanges('a '.repeat(1500), 'b '.repeat(1500))).toBeUndefined();
  });

  it('marks the middle as one where too much differs to look for more', () => {
    const [one, other] = ['x'.repeat(500), 'y'.repeat(500)];
    const spread = (text: string) =>
      `const list = [${[...text].join(' ')}]; // ${'kept '.repeat(99)}`;
    const [gone = [], come = []] = changed(spread(one), spread(other)) ?? [];
    expect([gone.length, come.length]).toEqual([1, 1]);
  });

  it.each([1, 2, 3])('leaves the same text on both sides unmarked (seed %i)', (seed) => {
    const random = new Random(seed);
    const line = () =>
      Array.from({ length: random.below(30) }, () =>
        random.pick(['a', 'b', ' ', '(', '.', 'é']),
      ).join('');
    for (let n = 0; n < 500; n++) {
      const [removed, added] = [line(), line()];
      const found = wordChanges(removed, added);
      if (found === undefined) continue;
      const bare = (text: string, ranges: readonly TextRange[]) =>
        ranges
          .reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), text)
          .replace(/\s/g, '');
      expect(bare(removed, found.removed)).toBe(bare(added, found.added));
      expect(words(removed).join('')).toBe(removed);
    }
  });
});

describe('changedWords', () => {
  const marked = (...lines: string[]) => {
    const count = (...signs: string[]) => lines.filter((l) => signs.includes(l[0] ?? '')).length;
    const head = `@@ -1,${count('-', ' ')} +1,${count('+', ' ')} @@`;
    const text = `diff --git a/x b/x\n--- a/x\n+++ b/x\n${head}\n${lines.join('\n')}\n`;
    const hunk = parseDiffText(text)[0]?.hunks[0];
    if (hunk === undefined) return [];
    const found = changedWords(hunk);
    return hunk.lines.map((line) =>
      found.has(line) ? cut(line.text, found.get(line)) : undefined,
    );
  };

  it('pairs lines that became one another, with others in between', () => {
    expect(
      marked(
        '-const one = first(list);',
        '-const two = second(list);',
        '+import { other } from "x";',
        '+const one = last(list);',
        '+const two = second(items);',
      ),
    ).toEqual([['first'], ['list'], undefined, ['last'], ['items']]);
  });

  it('pairs only within a run', () => {
    expect(marked('-one two three', ' kept', '+one two four')).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('pairs long runs by place when they are equally long, else not', () => {
    const run = (sign: string, end: string, length: number) =>
      Array.from({ length }, (_, n) => `${sign}line number ${n} ${end}`);
    const equal = marked(...run('-', 'a', 100), ...run('+', 'b', 100));
    expect(equal.every((line) => line?.length === 1)).toBe(true);
    const unequal = marked(...run('-', 'a', 100), ...run('+', 'b', 101));
    expect(unequal.every((line) => line === undefined)).toBe(true);
  });
});
