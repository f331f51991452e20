import type { Columns } from './columns.ts';
import { estimateTokens } from './token-estimate.ts';

/** What the name and the value cost when they are said apart, in tokens. */
const HEAD = 8;

/**
 * Takes columns out of the table that have one value wherever the thing they belong to is there: the
 * type of a second parent, of a stage that only running pipelines have. Whether it is there, the
 * other fields of the thing tell, so one of them stays.
 * @returns the values by the names of the columns
 */
export function takeWherePresent(columns: Columns): Map<string, unknown> {
  const left = new Set(columns.keys());
  const taken = new Map<string, unknown>();
  for (const [name, values] of columns) {
    const value = values.find((each) => each !== null);
    if (!tellsLittle(name, value) || !isSparse(name, values, value)) continue;
    // Some rows have the whole thing in one cell.
    if ([...columns.keys()].some((other) => name.startsWith(`${other}.`))) continue;
    left.delete(name);
    taken.set(name, value);
    if (![...taken.keys()].every((each) => isTold(columns, left, each))) {
      left.add(name);
      taken.delete(name);
    }
  }
  for (const name of taken.keys()) columns.delete(name);
  return taken;
}

/** What tells more, an id or a name, stays in the rows. */
const tellsLittle = (name: string, value: unknown) =>
  name.endsWith('.type') || typeof value === 'boolean' || value === '';

function isSparse(name: string, values: readonly unknown[], value: unknown): boolean {
  if (!name.includes('.') || value === undefined || typeof value === 'object') return false;
  if (!values.every((each) => each === null || each === value)) return false;
  const there = values.filter((each) => each !== null).length;
  return values.length + (there - 1) * estimateTokens(String(value)) > HEAD;
}

/** Whether the others under the same name are there in exactly the rows where this one is. */
function isTold(columns: Columns, left: ReadonlySet<string>, name: string): boolean {
  const prefix = name.slice(0, name.lastIndexOf('.') + 1);
  const others = [...columns].filter(([other]) => left.has(other) && other.startsWith(prefix));
  const own = columns.get(name) ?? [];
  return own.every(
    (value, row) => (value !== null) === others.some(([, values]) => values[row] !== null),
  );
}
