import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../../src/core/output/width.ts';
import { madeUpDesk } from '../../support/review-desk.ts';
import { type Reviewing, reviewing } from '../../support/reviewing.ts';

const desk = madeUpDesk({ files: 12, lines: 90, threads: 3 });
const open = (options = {}) => reviewing(desk, options);
const files = (review: Reviewing) => review.rows()[1]?.trim().split(' ')[0];

describe('moving about a diff', () => {
  test('begins at the pull request, and then comes file after file', () => {
    const review = open();
    expect(review.text()).toContain('fix/double-charge → main');
    expect(review.text()).toContain('src/part-0/file-0.ts');
    expect(files(review)).toBe('0/12');
    expect(files(review.press('JJ'))).toBe('2/12');
    expect(files(review.press('K'))).toBe('1/12');
  });

  test('goes from line to line and back to where it was', () => {
    const review = open();
    review.press('Jjjj');
    const line = review.here();
    expect(line).toContain('value0_1');
    expect(review.press('j'.repeat(200)).here()).not.toBe(line);
    expect(review.press('k'.repeat(200)).here()).toBe(line);
  });

  test('keeps the cursor on the screen, whatever is pressed', () => {
    const review = open();
    const keys = [
      'j',
      'k',
      '\u001b[6~',
      '\u001b[5~',
      '\u0004',
      '\u0015',
      ']',
      '[',
      'J',
      'K',
      'n',
      'N',
      'g',
      'G',
      'w',
      'o',
      ' ',
    ];
    let seed = 3;
    for (let turn = 0; turn < 600; turn += 1) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      review.press(keys[Math.floor((seed / 2147483648) * keys.length)] ?? 'j');
      const rows = review.rows();
      expect(rows).toHaveLength(24);
      expect(
        rows.some((row) => row.startsWith('▌')),
        rows.join('\n'),
      ).toBe(true);
      for (const row of rows) expect(displayWidth(row)).toBeLessThanOrEqual(80);
    }
  });

  test('a screen down goes on where the last one ended', () => {
    const review = open();
    review.press('Jjjjjjjjjjjjjjjjjjjjj');
    const before = review.rows().slice(2, -1);
    const after = review.press('\u001b[6~').rows().slice(2, -1);
    expect(after).not.toEqual(before);
    const rest = before.map((row) => row.slice(1)).at(-1);
    expect(after.slice(0, 4).map((row) => row.slice(1))).toContain(rest);
  });

  test('G shows the end, and a full screen of it', () => {
    const rows = open().press('G').rows();
    expect(rows.slice(2, -1).filter((row) => row.trim() === '')).toEqual([]);
    expect(rows.at(-2)).toContain('// once');
  });

  test(']goes from hunk to hunk, over the ends of files', () => {
    const review = open();
    const heads = Array.from({ length: 4 }, () => review.press(']').here());
    expect(heads.map((head) => /part\d+/.exec(head)?.[0])).toEqual([
      'part0',
      'part40',
      'part80',
      'part0',
    ]);
    expect(files(review)).toBe('2/12');
    expect(review.press('[').here()).toContain('part80');
  });

  test('n finds the unresolved threads all around, also in a folded file', () => {
    const review = open();
    review.press('J ');
    expect(review.state().content.viewed.size).toBe(1);
    expect(files(review.press('gn'))).toBe('1/12');
    expect(review.here()).toContain('Bob Ray');
    expect(files(review.press('n'))).toBe('5/12');
    expect(files(review.press('n'))).toBe('1/12');
    expect(files(review.press('N'))).toBe('5/12');
  });

  test('a resolved thread is one row, and Enter unfolds it', () => {
    const review = open();
    review.press('t\u001b[F\r');
    expect(files(review)).toBe('9/12');
    expect(review.here()).toMatch(/✓ resolved · line 14 · Bob Ray: Is the key kept/);
    review.press('\r');
    expect(review.text()).toContain('It is in the table `charges`.');
  });

  test('a viewed file is folded, and the next one is there; Space again takes the mark away', () => {
    const review = open();
    review.press('J ');
    expect(files(review)).toBe('2/12');
    expect(review.rows()[0]).toContain('1/12 viewed');
    expect(review.press('K').here()).toMatch(/▸ src\/part-0\/file-0\.ts +●1 ✓ viewed/);
    expect(review.press(' ').rows()[0]).toContain('0/12 viewed');
  });

  test('the filter takes words, their absence, and marks, and Esc brings all back', () => {
    const review = open();
    review.press('/file-1');
    expect(files(review)).toMatch(/\/3$/);
    review.press(' !file-11');
    expect(files(review)).toMatch(/\/2$/);
    review.press('\u001b');
    expect(files(review)).toMatch(/\/12$/);
    expect(files(review.press('/is:open\r'))).toMatch(/\/2$/);
    expect(files(review.press('\u001b'))).toMatch(/\/12$/);
    expect(files(review.press('/constructor\r'))).toMatch(/\/0$/);
  });

  test('the list of files goes where one is chosen', () => {
    const review = open();
    review.press('\t');
    expect(review.text()).toContain('src/part-0/file-11.ts');
    expect(files(review.press('jjj\r'))).toBe('3/12');
  });

  test('? shows all keys, at any size', () => {
    for (const columns of [40, 80, 120]) {
      const review = open({ columns, rows: 60 });
      const text = review.press('?').text();
      for (const word of ['unresolved threads', 'mark a range', 'see what will be sent']) {
        expect(text).toContain(word);
      }
      expect(review.press('x').text()).not.toContain('mark a range');
    }
  });

  test.each([
    [40, 12],
    [20, 6],
    [1, 1],
    [300, 100],
  ])('a window of %i by %i is no failure', (columns, rows) => {
    const review = open({ columns, rows });
    for (const key of [
      'j',
      'J',
      'c',
      'x',
      '\u001b',
      '\u001b',
      '?',
      '\u001b',
      '\t',
      '\u001b',
      'S',
      '\u001b',
      'G',
      't',
      '\u001b',
    ]) {
      review.press(key);
      expect(review.rows()).toHaveLength(rows);
      if (columns < 10) continue;
      for (const row of review.rows()) expect(displayWidth(row), row).toBeLessThanOrEqual(columns);
    }
  });
});

describe('the lines of a diff', () => {
  test('that are long are broken, or cut with w', () => {
    const review = open({ columns: 60 });
    review.press('Jj');
    expect(review.text()).toMatch(/\/\/ once$/m);
    review.press('w');
    expect(review.rows().filter((row) => row.includes('// once'))).toEqual([]);
  });

  test('have both numbers where there is room', () => {
    expect(open({ columns: 120 }).press('J').text()).toMatch(/^ +14 {5}- /m);
    expect(open({ columns: 80 }).press('J').text()).toMatch(/^ +14 - /m);
  });
});
