import { sharedWords } from './shared-words.ts';
import { words } from './words.ts';

/** A stretch of a line's text: from `start` to before `end`, in UTF-16 units. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** What changed within two lines that stand for each other. */
export interface WordChanges {
  readonly removed: readonly TextRange[];
  readonly added: readonly TextRange[];
}

/** Longer lines are data or generated; nobody reads words in them. */
const LONGEST_LINE = 2000;
/** With less than this in common, one line is no changed form of the other. */
const LEAST_COMMON = 0.35;

/**
 * Finds the words that changed between two lines. The ranges are about the texts as they are; so
 * cut first and make the pieces safe for a terminal afterwards.
 * @returns undefined when the lines have little in common, or one is longer than 2,000 characters
 */
export function wordChanges(removed: string, added: string): WordChanges | undefined {
  if (removed.length > LONGEST_LINE || added.length > LONGEST_LINE) return undefined;
  const old = words(removed);
  const now = words(added);
  const common = sharedWords(old, now);
  const same = visibleLength(old.filter((_, i) => common.old[i]));
  const longer = Math.max(visibleLength(old), visibleLength(now));
  if (longer > 0 && same / longer < LEAST_COMMON) return undefined;
  return { removed: changedRanges(old, common.old), added: changedRanges(now, common.now) };
}

function visibleLength(list: readonly string[]): number {
  return list.reduce((sum, word) => sum + word.trim().length, 0);
}

/** Ranges that only white space parts become one. */
function changedRanges(list: readonly string[], common: readonly boolean[]): TextRange[] {
  const ranges: TextRange[] = [];
  let at = 0;
  let gap = '';
  for (const [i, word] of list.entries()) {
    const end = at + word.length;
    if (common[i]) {
      gap += word;
    } else {
      const before = gap.trim() === '' ? ranges.pop() : undefined;
      ranges.push({ start: before?.start ?? at, end });
      gap = '';
    }
    at = end;
  }
  return ranges;
}
