import { changedWords } from '../../core/diff/changed-words.ts';
import type { DiffLine, Hunk } from '../../core/diff/diff.ts';
import type { TextRange } from '../../core/diff/word-changes.ts';

/** A longer hunk is looked at in parts of this many lines. */
const TOGETHER = 500;

const known = new WeakMap<Hunk, Map<number, ReadonlyMap<DiffLine, readonly TextRange[]>>>();

/** The words that changed in a line of a hunk, worked out for the lines around it and remembered. */
export function wordsChangedIn(hunk: Hunk, at: number): readonly TextRange[] {
  const line = hunk.lines[at];
  if (line === undefined || line.kind === 'context') return [];
  const parts = known.get(hunk) ?? new Map();
  known.set(hunk, parts);
  const part = Math.floor(at / TOGETHER);
  const lines = hunk.lines.slice(part * TOGETHER, (part + 1) * TOGETHER);
  const changes = parts.get(part) ?? changedWords({ ...hunk, lines });
  parts.set(part, changes);
  return changes.get(line) ?? [];
}
