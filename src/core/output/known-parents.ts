import type { Columns } from './columns.ts';

const WHOLE = /^[0-9a-f]{40}$/;
const PARENT = /(^|\.)parents\.\d+\.hash$/;
/** As Bitbucket itself shortens them. */
const SHORT = 12;

/**
 * Cuts the hash of a parent to twelve digits where the whole hash stands in the same list, because
 * the parent is one of its commits, or was named in an earlier row. Hashes are half of a list of
 * commits.
 * @param said values that stand beside the rows
 */
export function shortenKnownParents(columns: Columns, said: Iterable<unknown>): void {
  const others = [...columns].filter(([name]) => !PARENT.test(name));
  const known = new Set([...said, ...others.flatMap(([, values]) => values)]);
  const parents = [...columns].filter(([name]) => PARENT.test(name));
  const all = new Set([...known, ...parents.flatMap(([, values]) => values)]);
  const unclear = unclearStarts(all);
  for (const [name, values] of parents) {
    const short = values.map((hash) => {
      if (typeof hash !== 'string' || !WHOLE.test(hash)) return hash;
      const start = hash.slice(0, SHORT);
      if (known.has(hash) && !unclear.has(start)) return start;
      known.add(hash);
      return hash;
    });
    columns.set(name, short);
  }
}

/** Twelve digits that are a value of their own, or the start of two hashes. */
function unclearStarts(all: ReadonlySet<unknown>): Set<string> {
  const unclear = new Set<string>();
  const starts = new Set<string>();
  for (const value of all) {
    if (typeof value !== 'string' || value.length < SHORT) continue;
    const start = value.slice(0, SHORT);
    if (value.length === SHORT || (WHOLE.test(value) && starts.has(start))) unclear.add(start);
    if (WHOLE.test(value)) starts.add(start);
  }
  return unclear;
}
