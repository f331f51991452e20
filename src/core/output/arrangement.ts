import type { Columns } from './columns.ts';
import type { Lookup } from './lookups.ts';
import { plainCells } from './plain-cells.ts';
import { isObject, type JsonObject } from './prune.ts';

/** What arranged names hold besides the names of the data: joined, with a word on the cells, in every item. */
const MARKS = [' & ', ' (', '*'];

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
export function lookupPart({ prefixes, fields, things }: Lookup): readonly [string, unknown] {
  const rows = [...things.values()];
  const [key, ...others] = fields.map((field, at): [string, unknown[]] => [
    field,
    rows.map((thing) => thing[at]),
  ]);
  // The rows hold the key as it is.
  const columns: Columns = new Map([...(key ? [key] : []), ...plainCells(new Map(others))]);
  return [prefixes.join(' & '), toObjects(columns, rows.length)];
}
