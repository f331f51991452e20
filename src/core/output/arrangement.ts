import type { Columns } from './columns.ts';
import type { Lookup } from './lookups.ts';
import { isObject, type JsonObject } from './prune.ts';

/** What arranged names hold besides the names of the data: joined, as a ditto, in every row of a list. */
const MARKS = [' & ', ' (= ', '*'];

/**
 * Whether names in the data could be mistaken for arranged ones. Such data (never seen) is not
 * rearranged.
 */
export function isUnclear(data: unknown): boolean {
  if (Array.isArray(data)) return data.some(isUnclear);
  if (!isObject(data)) return false;
  return Object.entries(data).some(
    ([name, value]) => MARKS.some((mark) => name.includes(mark)) || isUnclear(value),
  );
}

/** A document of these parts; undefined where two have the same name. */
export function documentOf(parts: readonly (readonly [string, unknown])[]): JsonObject | undefined {
  const names = new Set(parts.map(([name]) => name));
  return names.size < parts.length ? undefined : Object.fromEntries(parts);
}

/** Columns as rows. */
export const toObjects = (columns: Columns, count: number): JsonObject[] =>
  Array.from({ length: count }, (_, row) =>
    Object.fromEntries([...columns].map(([name, values]) => [name, values[row]])),
  );

/** A table of things, with the columns that name them: `author & closed_by`. */
export const lookupPart = ({ prefixes, fields, things }: Lookup): readonly [string, unknown] => [
  prefixes.join(' & '),
  [...things.values()].map((thing) =>
    Object.fromEntries(fields.map((field, at) => [field, thing[at]])),
  ),
];
