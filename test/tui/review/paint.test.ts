import { describe, expect, test } from 'vitest';
import { type Picture, paint } from '../../../src/tui/review/paint.ts';
import { Screen } from '../../support/screen.ts';

const ROWS = 8;
const picture = (lines: readonly string[], caret?: Picture['caret']): Picture => ({
  lines: Array.from({ length: ROWS }, (_, row) => lines[row] ?? ''),
  columns: 40,
  caret,
});

/** What a terminal shows after some pictures, each painted over the one before. */
function shown(pictures: readonly Picture[]): { screen: Screen; bytes: number } {
  const screen = new Screen(40, ROWS);
  let before: Picture | undefined;
  let bytes = 0;
  for (const next of pictures) {
    const out = paint(before, next);
    bytes = out.length;
    screen.write(out);
    before = next;
  }
  return { screen, bytes };
}

const same = (pictures: readonly Picture[]) => {
  const { screen } = shown(pictures);
  const last = pictures.at(-1);
  const whole = shown(last ? [last] : []).screen;
  expect(screen.cells()).toEqual(whole.cells());
};

const red = (text: string) => `\u001b[31m${text}\u001b[39m`;
const back = (text: string) => `\u001b[48;5;22m${text}\u001b[49m`;
const lines = (from: number, count = ROWS) =>
  Array.from(
    { length: count },
    (_, at) => `${from + at}: line ${red(`number ${from + at}`)} of many`,
  );

describe('a screen that is painted over', () => {
  test('shows what a fresh one would', () => {
    same([picture(['one', 'two']), picture(['one', red('two'), back('three  ')])]);
    same([picture([back('a long line with a background   ')]), picture(['short'])]);
    same([picture(['abc']), picture([])]);
    same([picture(['x']), picture([back('filled'.padEnd(40))])]);
    same([picture([back(red('filled').padEnd(50))]), picture([red('filled'.padEnd(40))])]);
    same([picture(['x']), picture([`\u001b[7m${'bar'.padEnd(40)}\u001b[27m`])]);
    same([picture(['漢字 and more']), picture(['漢 and more'])]);
    same([picture(['plain']), picture(['\u001b[1mpl\u001b[22main\u001b[7m!\u001b[27m'])]);
  });

  test.each([1, 2, 5, -1, -3, -7])('scrolls by %i', (by) => {
    same([picture(lines(20)), picture(lines(20 + by))]);
    const { bytes } = shown([picture(lines(20)), picture(lines(20 + by))]);
    if (Math.abs(by) <= 2) expect(bytes).toBeLessThan(40 + 60 * Math.abs(by));
  });

  test('scrolls a part of it, while what is around stays', () => {
    const around = (from: number) => picture(['head', ...lines(from, 5), 'foot', 'end']);
    same([around(3), around(4)]);
    same([around(4), around(2)]);
  });

  test('writes nothing for the same picture, and little for a little change', () => {
    const before = picture(lines(1));
    expect(paint(before, picture(lines(1)))).toBe('');
    const changed = lines(1);
    changed[3] = changed[3]?.replace('4: line', '4: LINE') ?? '';
    expect(paint(before, picture(changed)).length).toBeLessThan(16);
  });

  test('puts the cursor where somebody types, and takes it away', () => {
    const typing = picture(['a'], { row: 2, column: 5 });
    expect(paint(picture(['a']), typing)).toBe('\u001b[3;6H\u001b[?25h');
    expect(paint(typing, picture(['a'], { row: 2, column: 6 }))).toBe('\u001b[3;7H');
    expect(paint(typing, picture(['a']))).toBe('\u001b[?25l');
  });

  test('is the same after any way through many pictures', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * below);
    };
    const styles = [
      red,
      back,
      (text: string) => text,
      (text: string) => `\u001b[2m${text}\u001b[22m`,
    ];
    const some = () => {
      const from = random(6);
      return picture(
        lines(from).map((line, at) =>
          random(3) > 0 ? line : (styles[at % 4] ?? red)(`x${random(4)}`),
        ),
      );
    };
    for (let round = 0; round < 60; round += 1) same(Array.from({ length: 5 }, some));
  });
});
