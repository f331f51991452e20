import type { DiffSide, FileIndex, Spot } from './diff-index.ts';

/** Lines of a diff that say what was looked for. */
export interface Run {
  readonly side: DiffSide;
  readonly start: Spot;
  readonly end: Spot;
}

/**
 * Finds lines by their text: the very text, else the same apart from white space around it. A
 * carriage return at the end of a line does not count.
 * @param lines one text, or those of several lines that follow one another
 * @param side undefined: lines of the new file, else removed ones
 * @param near the number that the last line should have; what stands there is taken before others
 * @returns all that fit equally well, those nearest to `near` first
 */
export function runsWithText(
  file: FileIndex,
  lines: readonly string[],
  side: DiffSide | undefined,
  near: number | undefined,
): readonly Run[] {
  for (const on of side ? [side] : (['new', 'old'] as const)) {
    const loose = looseRuns(file, lines, on);
    const there = loose.find(({ end }) => end.line[on] === near);
    if (there) return [there];
    const exact = loose.filter((run) => isExact(run, lines));
    const found = exact.length > 0 ? exact : loose;
    if (found.length > 0) return near === undefined ? found : byDistance(found, on, near);
  }
  return [];
}

const byDistance = (runs: readonly Run[], side: DiffSide, near: number) =>
  runs
    .map((run) => ({ run, away: Math.abs((run.end.line[side] ?? 0) - near) }))
    .sort((a, b) => a.away - b.away)
    .map(({ run }) => run);

function looseRuns(file: FileIndex, lines: readonly string[], side: DiffSide): Run[] {
  const last = lines.at(-1) ?? '';
  return file.withText(last).flatMap((end) => {
    if (end.line[side] === undefined) return [];
    const start = startOf(end, lines, side);
    return start ? [{ side, start, end }] : [];
  });
}

/** The first line of a run that ends here: the lines above, those of the other side left out. */
function startOf(end: Spot, lines: readonly string[], side: DiffSide): Spot | undefined {
  let { at } = end;
  for (let left = lines.length - 2; left >= 0; left -= 1) {
    do at -= 1;
    while (at >= 0 && end.hunk.lines[at]?.[side] === undefined);
    if (end.hunk.lines[at]?.text.trim() !== lines[left]?.trim()) return undefined;
  }
  const line = end.hunk.lines[at];
  return line && { line, hunk: end.hunk, at };
}

function isExact({ side, start, end }: Run, lines: readonly string[]): boolean {
  const own = end.hunk.lines.slice(start.at, end.at + 1).filter((line) => line[side] !== undefined);
  return own.every(({ text }, at) => text.replace(/\r$/, '') === lines[at]?.replace(/\r$/, ''));
}
