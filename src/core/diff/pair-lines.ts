import type { DiffLine } from './diff.ts';
import { words } from './words.ts';

type Pair = readonly [removed: DiffLine, added: DiffLine];

/** Beyond this, lines are compared by their place only. */
const MOST_CELLS = 1000;
/** Lines that share fewer of their words are no pair. */
const LEAST_ALIKE = 0.4;

/**
 * Finds, in a run of removed lines and the added ones behind it, which line became which: in order,
 * with as many words in common as possible. Long runs are paired by place when they are equally
 * long, else not at all.
 */
export function pairLines(removed: readonly DiffLine[], added: readonly DiffLine[]): Pair[] {
  if (removed.length * added.length > MOST_CELLS) {
    if (removed.length !== added.length) return [];
    return removed.flatMap((line, i) =>
      added[i] === undefined ? [] : [[line, added[i]] as const],
    );
  }
  const old = removed.map(({ text }) => wordCounts(text));
  const now = added.map(({ text }) => wordCounts(text));
  const pairs = bestPairs(
    old.map((a) => now.map((b) => alike(a, b))),
    added.length,
  );
  return pairs.flatMap(([i, j]) => {
    const [one, other] = [removed[i], added[j]];
    return one === undefined || other === undefined ? [] : [[one, other] as const];
  });
}

interface WordCounts {
  readonly total: number;
  readonly counts: ReadonlyMap<string, number>;
}

/** A line beyond any reading length is like no other. */
function wordCounts(text: string): WordCounts {
  const counts = new Map<string, number>();
  let total = 0;
  for (const word of text.length > 2000 ? [] : words(text)) {
    if (word.trim() === '') continue;
    counts.set(word, (counts.get(word) ?? 0) + word.length);
    total += word.length;
  }
  return { total, counts };
}

/** From 0, nothing in common, to 1. Two blank lines are alike. */
function alike(a: WordCounts, b: WordCounts): number {
  if (a.total + b.total === 0) return 1;
  let common = 0;
  for (const [word, count] of a.counts) common += Math.min(count, b.counts.get(word) ?? 0);
  return (2 * common) / (a.total + b.total);
}

/** The pairs of indexes, rising on both sides, whose likeness sums up to the most. */
function bestPairs(likeness: readonly (readonly number[])[], columns: number): [number, number][] {
  const rows = likeness.length;
  const best = Array.from({ length: rows + 1 }, () => new Float64Array(columns + 1));
  const at = (i: number, j: number) => best[i]?.[j] ?? 0;
  const paired = (i: number, j: number) => {
    const own = likeness[i]?.[j] ?? 0;
    return own < LEAST_ALIKE ? -1 : own + at(i + 1, j + 1);
  };
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      best[i]?.fill(Math.max(paired(i, j), at(i + 1, j), at(i, j + 1)), j, j + 1);
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < rows && j < columns; ) {
    if (paired(i, j) === at(i, j)) pairs.push([i++, j++]);
    else if (at(i + 1, j) === at(i, j)) i++;
    else j++;
  }
  return pairs;
}
