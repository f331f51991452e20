import type { DiffIndex, DiffSide, FileIndex, Spot } from './diff-index.ts';
import { type Finding, sideOf } from './finding.ts';
import {
  ambiguous,
  lostText,
  misplaced,
  outside,
  unknownPath,
  type Wanted,
  withoutLines,
} from './misplaced.ts';
import { type Run, runsWithText } from './place-by-text.ts';
import { isMisplaced, type Misplaced, type Placement, placementOf } from './placement.ts';

/** What a finding's lines said when it was first seen. */
export interface Remembered {
  readonly side: DiffSide;
  readonly lines: readonly string[];
}

/**
 * Finds where in a diff the comment of a finding goes. Bitbucket takes a comment on a line outside
 * the diff and then hides it, so every one is checked here before anything is sent.
 * @param remembered the text of its lines, when the diff is another one than its numbers are from
 */
export function placeFinding(
  finding: Finding,
  index: DiffIndex,
  remembered?: Remembered,
): Placement | Misplaced {
  if (finding.body.trim() === '' && (finding.suggestion ?? undefined) === undefined) {
    return misplaced('no text', 'It has neither body nor suggestion');
  }
  const file = index.file(finding.path);
  if (file === undefined) return unknownPath(finding.path, index);
  if (file.hunks.length === 0) return withoutLines(file);
  const placed = located(finding, file, remembered);
  if (isMisplaced(placed) || typeof finding.suggestion !== 'string') return placed;
  if (placed.place.side === 'new') return placed;
  return misplaced('bad suggestion', 'A suggestion cannot replace lines that are removed');
}

function located(finding: Finding, file: FileIndex, remembered: Remembered | undefined) {
  if (finding.anchor) {
    const lines = finding.anchor.replace(/\r?\n$/, '').split(/\r?\n/);
    return byText(finding, file, { lines, side: sideOf(finding), anchored: true });
  }
  return remembered
    ? byText(finding, file, { ...remembered, anchored: false })
    : byNumber(finding, file);
}

function byNumber(finding: Finding, file: FileIndex): Placement | Misplaced {
  const { line } = finding;
  const start = finding.start_line ?? line;
  if (!line || !start) {
    return misplaced('no line given', 'It names neither line nor anchor');
  }
  const side = sideOf(finding) ?? (file.removed ? 'old' : 'new');
  if (start > line) {
    return misplaced('bad range', `start_line ${start} comes after line ${line}`);
  }
  const [first, last] = [file.at(side, start), file.at(side, line)];
  if (last === undefined) return outside(file, side, line, finding);
  if (first === undefined) return outside(file, side, start, finding);
  return between(file, side, first, last);
}

function between(file: FileIndex, side: DiffSide, first: Spot, last: Spot): Placement | Misplaced {
  const placed = first.hunk === last.hunk ? placementOf(file, side, first, last) : undefined;
  if (placed) return placed;
  const inside = last.hunk.lines.find((line) => line[side] !== undefined)?.[side];
  return misplaced(
    'bad range',
    `Lines ${first.line[side]} to ${last.line[side]} of ${file.path} are in two parts of the diff; a comment stands in one`,
    [`${file.path}:${inside}`],
  );
}

function byText(finding: Finding, file: FileIndex, wanted: Wanted): Placement | Misplaced {
  const near = finding.line ?? finding.start_line ?? undefined;
  const runs = runsWithText(file, wanted.lines, wanted.side, near);
  const [best, second] = runs;
  if (best === undefined) return lostText(file, wanted, finding);
  if (second !== undefined && (near === undefined || away(best, near) === away(second, near))) {
    return ambiguous(file, runs);
  }
  return between(file, best.side, startOf(finding, file, best, wanted), best.end);
}

const away = ({ side, end }: Run, near: number) => Math.abs((end.line[side] ?? 0) - near);

/** A range keeps its length when its last line is found elsewhere. */
function startOf(finding: Finding, file: FileIndex, run: Run, { lines }: Wanted): Spot {
  const { start_line: start, line } = finding;
  if (lines.length > 1 || !start) return run.start;
  const number = line ? (run.end.line[run.side] ?? 0) - (line - start) : start;
  const spot = file.at(run.side, number);
  return spot !== undefined && spot.hunk === run.end.hunk && spot.at <= run.end.at
    ? spot
    : run.start;
}
