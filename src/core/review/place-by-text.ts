import type { DiffSide, FileIndex, Spot } from './diff-index.ts';

/** Lines of a diff that say what was looked for. */
export interface Run {
  readonly side: DiffSide;
  readonly start: Spot;
  readonly end: Spot;
}

/** Lines with a text beyond which there are just more. */
const MOST = 9;

/**
 * Finds lines by their text: the very text, else the same apart from white space around it. A
 * carriage return at the end of a line does not count.
 * @param lines one text, or those of several lines that follow one another
 * @param side undefined: lines of the new file, else removed ones
 * @param near the number that the last line should have; what stands there is taken before others
 * @returns with `near` the nearest two, else all up to nine in their order
 */
export function runsWithText(
  file: FileIndex,
  lines: readonly string[],
  side: DiffSide | undefined,
  near: number | undefined,
): readonly Run[] {
  for (const on of side ? [side] : (['new', 'old'] as const)) {
    const spot = near === undefined ? undefined : file.at(on, near);
    const there = spot && runEndingAt(spot, { lines, side: on, form: loosely });
    if (there) return [there];
    for (const form of [exactly, loosely]) {
      const ends = file.withText(on, lines.at(-1) ?? '', form);
      const found = runsIn(byDistance(ends, on, near), near === undefined ? MOST : 2, (end) =>
        runEndingAt(end, { lines, side: on, form }),
      );
      if (found.length > 0) return found;
    }
  }
  return [];
}

/** What of a text counts when two are compared. */
export type Form = (text: string) => string;

const exactly: Form = (text) => text.replace(/\r$/, '');
const loosely: Form = (text) => text.trim();

function runsIn(ends: Iterable<Spot>, most: number, runAt: (end: Spot) => Run | undefined): Run[] {
  const found: Run[] = [];
  for (const end of ends) {
    const run = runAt(end);
    if (run && found.push(run) === most) break;
  }
  return found;
}

/** Spots in the order of their numbers, given out from the nearest on. */
function* byDistance(
  spots: readonly Spot[],
  side: DiffSide,
  near: number | undefined,
): Generator<Spot> {
  if (near === undefined) return yield* spots;
  const away = (spot: Spot | undefined) =>
    spot === undefined ? Number.POSITIVE_INFINITY : Math.abs((spot.line[side] ?? 0) - near);
  let above = firstFrom(spots, side, near);
  let below = above - 1;
  while (below >= 0 || above < spots.length) {
    const next = away(spots[below]) <= away(spots[above]) ? spots[below--] : spots[above++];
    if (next) yield next;
  }
}

/** The place of the first spot with this number or a greater one. */
function firstFrom(spots: readonly Spot[], side: DiffSide, number: number): number {
  let [from, to] = [0, spots.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((spots[middle]?.line[side] ?? 0) < number) from = middle + 1;
    else to = middle;
  }
  return from;
}

interface Wanted {
  readonly lines: readonly string[];
  readonly side: DiffSide;
  readonly form: Form;
}

/** The run that ends here, if the lines above say the rest; those of the other side do not count. */
function runEndingAt(end: Spot, { lines, side, form }: Wanted): Run | undefined {
  let { at } = end;
  for (let left = lines.length - 1; left >= 0; left -= 1) {
    const line = end.hunk.lines[at];
    if (line === undefined || form(line.text) !== form(lines[left] ?? '')) return undefined;
    if (left === 0) return { side, start: { line, hunk: end.hunk, at }, end };
    do at -= 1;
    while (at >= 0 && end.hunk.lines[at]?.[side] === undefined);
  }
  return undefined;
}
