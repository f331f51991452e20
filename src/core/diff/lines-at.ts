import type { DiffFile, DiffLine, Hunk } from './diff.ts';

/** Which file of a change a line is counted in. */
export type DiffSide = 'new' | 'old';

/** The number of a line on one side; undefined where it is not there. */
export const numberOn = (line: DiffLine, side: DiffSide): number | undefined =>
  side === 'new' ? line.new : line.old;

/**
 * The lines of a diff from one number to another, both counted.
 * @returns undefined unless all of them are in one hunk, on that side
 */
export function linesAt(
  file: DiffFile,
  side: DiffSide,
  from: number,
  to: number,
): DiffLine[] | undefined {
  for (const hunk of file.hunks) {
    const found = hunk.lines.filter((line) => {
      const number = numberOn(line, side);
      return number !== undefined && number >= from && number <= to;
    });
    if (from <= to && found.length === to - from + 1) return found;
  }
  return undefined;
}

/** The lines that a diff shows on one side, as people write ranges: "3-12, 40-51"; "" for none. */
export function rangesOn({ hunks }: DiffFile, side: DiffSide): string {
  return hunks
    .map((hunk) => rangeOf(hunk, side))
    .filter(Boolean)
    .join(', ');
}

function rangeOf({ oldStart, oldCount, newStart, newCount }: Hunk, side: DiffSide): string {
  const [start, count] = side === 'new' ? [newStart, newCount] : [oldStart, oldCount];
  if (count === 0) return '';
  return count === 1 ? String(start) : `${start}-${start + count - 1}`;
}
