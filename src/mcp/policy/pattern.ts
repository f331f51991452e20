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
export function meet(one: Pattern, other: Pattern): boolean {
  // fits[j] for one's first i and other's first j parts, row by row.
  let row = [true, ...other.map((_, at) => other.slice(0, at + 1).every((part) => part === '**'))];
  for (const part of one) {
    const next = [part === '**' && row[0] === true];
    for (const [at, against] of other.entries()) {
      const [left, above, before] = [next[at] ?? false, row[at + 1] ?? false, row[at] ?? false];
      const through = part === '**' || against === '**';
      next.push(through ? left || above || before : before && same(part, against));
    }
    row = next;
  }
  return row.at(-1) ?? false;
}

function same(one: Part, other: Part): boolean {
  if (typeof one === 'string' || typeof other === 'string') return true;
  return folded(one.literal) === folded(other.literal);
}
