import type { Place } from '../bitbucket/threads.ts';
import type { DiffLine, Hunk } from '../diff/diff.ts';
import type { DiffSide, FileIndex, Spot } from './diff-index.ts';

/** Where a comment will stand. */
export interface Placement {
  readonly place: Place;
  /** The lines commented on, first to last. */
  readonly lines: readonly DiffLine[];
  /** The hunk that they are in, and the places of the first and last of them in it. */
  readonly hunk: Hunk;
  readonly from: number;
  readonly to: number;
}

/** Why a finding has no place. */
export type ProblemCode =
  | 'unknown path'
  | 'outside the diff'
  | 'binary'
  | 'no lines'
  | 'no line given'
  | 'bad range'
  | 'text not found'
  | 'ambiguous'
  | 'bad suggestion'
  | 'no text';

/** A finding that cannot be placed, and where it could go. Paths in it are other people's text. */
export interface Misplaced {
  readonly problem: ProblemCode;
  /** A sentence without its full stop. */
  readonly why: string;
  /** PATH:LINE or PATH, the nearest first; empty where there is no such place. */
  readonly nearest: readonly string[];
}

export const isMisplaced = (result: Placement | Misplaced): result is Misplaced =>
  'problem' in result;

/**
 * The placement from one line to another of the same hunk. A comment on context lines alone goes to
 * the new file, whichever side they were counted on.
 */
export function placementOf(
  { path }: FileIndex,
  side: DiffSide,
  start: Spot,
  end: Spot,
): Placement | undefined {
  const between = start.hunk.lines.slice(start.at, end.at + 1);
  const lines = between.filter((line) => line[side] !== undefined);
  const goesTo = side === 'old' && lines.some(({ kind }) => kind === 'removed') ? 'old' : 'new';
  const line = end.line[goesTo];
  const startLine = start.line[goesTo];
  if (line === undefined || startLine === undefined) return undefined;
  return {
    place: { path, side: goesTo, line, ...(startLine !== line && { startLine }) },
    lines,
    hunk: start.hunk,
    from: start.at,
    to: end.at,
  };
}
