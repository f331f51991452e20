import type { DiffLine, Hunk } from './diff.ts';
import { pairLines } from './pair-lines.ts';
import { type TextRange, wordChanges } from './word-changes.ts';

/**
 * The words that changed in a hunk, by line.
 * @returns nothing for a line that is all new or all gone, and for one that is too long
 */
export function changedWords({ lines }: Hunk): Map<DiffLine, readonly TextRange[]> {
  const found = new Map<DiffLine, readonly TextRange[]>();
  for (const [removed, added] of runs(lines)) {
    for (const [old, now] of pairLines(removed, added)) {
      const changes = wordChanges(old.text, now.text);
      if (changes === undefined) continue;
      found.set(old, changes.removed);
      found.set(now, changes.added);
    }
  }
  return found;
}

/** Runs of removed lines with the added ones behind them. */
function* runs(lines: readonly DiffLine[]): Generator<[DiffLine[], DiffLine[]]> {
  let removed: DiffLine[] = [];
  let added: DiffLine[] = [];
  for (const line of lines) {
    if (line.kind !== 'added' && added.length > 0) {
      yield [removed, added];
      removed = [];
      added = [];
    }
    if (line.kind === 'context') removed = [];
    else (line.kind === 'removed' ? removed : added).push(line);
  }
  yield [removed, added];
}
