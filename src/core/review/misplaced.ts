import type { DiffIndex, DiffSide, FileIndex } from './diff-index.ts';
import { type Finding, sideOf } from './finding.ts';
import { describeRanges, nearestLines, nearestPaths } from './nearest.ts';
import type { Run } from './place-by-text.ts';
import type { Misplaced, ProblemCode } from './placement.ts';

/** Lines that are looked for by their text. */
export interface Wanted {
  readonly lines: readonly string[];
  readonly side: DiffSide | undefined;
  /** The finding gives the text itself; else it is remembered from another commit. */
  readonly anchored: boolean;
}

/** Several lines fit equally well. */
export function ambiguous(file: FileIndex, runs: readonly Run[]): Misplaced {
  const numbers = runs.map(({ side, end }) => end.line[side] ?? 0).slice(0, 8);
  const more = runs.length > numbers.length ? ' and more' : '';
  return misplaced(
    'ambiguous',
    `The text stands on lines ${numbers.join(', ')}${more} of ${file.path}: say which with line`,
    numbers.map((number) => `${file.path}:${number}`),
  );
}

/**
 * No line says what was looked for.
 * @param wanted.anchored the finding gives the text itself; else it is remembered
 */
export function lostText(
  file: FileIndex,
  { lines, side, anchored }: Wanted,
  finding: Finding,
): Misplaced {
  const shown = JSON.stringify((lines.at(-1) ?? '').trim().slice(0, 60));
  const on = side ?? sideOf(finding) ?? (file.removed ? 'old' : 'new');
  const within = anchored ? file.containing(on, lines.at(-1) ?? '') : [];
  const nearest = finding.line
    ? nearestLines(file, on, finding.line)
    : within.map((line) => `${file.path}:${line}`);
  const whole = within.length > 0 ? ' and nothing else: an anchor is the whole line' : '';
  return misplaced(
    'text not found',
    anchored
      ? `No line in the diff of ${file.path} says ${shown}${whole}`
      : `Line ${finding.line} of ${file.path} said ${shown} when this was first prepared, and no line in the diff does now: give an anchor or a new line`,
    nearest,
  );
}

/** The diff does not show the line. */
export function outside(
  file: FileIndex,
  side: DiffSide,
  line: number,
  finding: Finding,
): Misplaced {
  const other = side === 'new' ? 'old' : 'new';
  const there = finding.side ? undefined : file.at(other, line);
  const hint = there?.line.kind === 'removed' ? `; the removed line ${line} is side old` : '';
  const which = side === 'old' ? ' of the old file' : '';
  return misplaced(
    'outside the diff',
    `Line ${line}${which} is outside the diff of ${file.path}, which shows ${describeRanges(file, side)}${hint}`,
    nearestLines(file, side, line),
  );
}

/** The diff shows no lines of the file at all. */
export function withoutLines(file: FileIndex): Misplaced {
  return file.binary
    ? misplaced('binary', `${file.path} is binary, and the diff shows no lines of it`)
    : misplaced('no lines', `The diff shows no lines of ${file.path}: its content is the same`);
}

/** The diff has no such file. */
export function unknownPath(path: string, index: DiffIndex): Misplaced {
  const nearest = nearestPaths(path, index.paths);
  const none = index.paths.length === 0 ? 'The pull request changes no file' : undefined;
  return misplaced('unknown path', none ?? `${path} is not in the diff`, nearest);
}

/** Says why a finding has no place. */
export const misplaced = (
  problem: ProblemCode,
  why: string,
  nearest: readonly string[] = [],
): Misplaced => ({ problem, why, nearest });
