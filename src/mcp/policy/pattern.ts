/** A segment of a pattern: one that has to be so, any one, or any number of any. */
export type Part = { readonly literal: string } | '*' | '**';

/** What a rule says of paths, taken apart at its slashes. */
export type Pattern = readonly Part[];

/** A segment as patterns compare it: upper and lower case are one, and so are two ways to an umlaut. */
export const folded = (segment: string): string => segment.normalize('NFC').toLowerCase();

/** Whether a path fits a pattern; each of its segments has to be decoded. */
export function matches(pattern: Pattern, segments: readonly string[]): boolean {
  return meet(
    pattern,
    segments.map((segment) => ({ literal: segment })),
  );
}

/** Whether there is a path that fits both patterns. */
export const meet = (one: Pattern, other: Pattern): boolean =>
  meetBy(one, other, (part) => part === '**', samePart);

/**
 * The same for a path that is described in another way.
 * @param isAny whether a part stands for any number of segments
 * @param fits whether a segment that fits both parts is possible
 */
export function meetBy<T>(
  one: Pattern,
  other: readonly T[],
  isAny: (part: T) => boolean,
  fits: (part: Part, against: T) => boolean,
): boolean {
  // fits[j] for one's first i and other's first j parts, row by row.
  let row = [true, ...other.map((_, at) => other.slice(0, at + 1).every(isAny))];
  for (const part of one) {
    const next = [part === '**' && row[0] === true];
    for (const [at, against] of other.entries()) {
      const [left, above, before] = [next[at] ?? false, row[at + 1] ?? false, row[at] ?? false];
      const through = part === '**' || isAny(against);
      next.push(through ? left || above || before : before && fits(part, against));
    }
    row = next;
  }
  return row.at(-1) ?? false;
}

/** Whether a segment fits both parts. */
export function samePart(one: Part, other: Part): boolean {
  if (typeof one === 'string' || typeof other === 'string') return true;
  return folded(one.literal) === folded(other.literal);
}
