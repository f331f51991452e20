import type { ReadableText } from './readable-text.ts';

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The pieces of a text between some places, one after the other, as a text. */
export function textOfRanges(text: ReadableText, ranges: readonly Range[]): ReadableText {
  const length = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  const read = (from: number, to: number) => {
    let [piece, before] = ['', 0];
    for (const { start, end } of ranges) {
      const [first, last] = [Math.max(start, start + from - before), start + to - before];
      if (last > start && first < end) piece += text.read(first, Math.min(end, last));
      before += end - start;
    }
    return piece;
  };
  return { length, read };
}
