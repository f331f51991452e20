import { type Columns, spreadLists, takeSame, toColumns } from './columns.ts';
import { flatten } from './flatten.ts';
import { type Lookup, takeLookups } from './lookups.ts';
import { nest } from './nest.ts';
import { isObject, type JsonObject, prune } from './prune.ts';
import { shortenTimes } from './short-times.ts';
import { type Encoded, smallest } from './smallest.ts';

/** An answer for a model, and the names of what is not in it; empty when nothing was left out. */
export interface Frugal extends Encoded {
  readonly omitted: readonly string[];
}

/** Stands before the rows, so that no explanation is needed. */
const SAME = 'same_in_every_row';

/**
 * Makes an answer small for a model without losing a scalar that is no link, avatar or rendered copy.
 * Rows are flattened; what is the same in every row is said once under `same_in_every_row`; what one
 * field determines (the account of an author) stands in a table of its own, named like the column
 * group; then the smaller of TOON and compact JSON is taken. A null cell also stands for a field
 * that the row lacks, and an empty list in it. Times of lists are written to the second, in UTC.
 * @param data Bitbucket's JSON, or anything after a filter
 * @param options.full leaves nothing out and keeps times exact: for who asks for it, and for data
 *   that somebody has already chosen with a filter
 */
export async function frugal(data: unknown, { full = false } = {}): Promise<Frugal> {
  const flat = flatten(data, full);
  const pruned = full ? data : prune(data, new Set());
  if (flat.kind !== 'rows') {
    return { ...(await smallest(pruned, withTables(pruned))), omitted: flat.omitted };
  }
  const columns = toColumns(flat.rows);
  const cut = !full && shortenTimes(columns);
  const document = listDocument(columns, flat.rows.length, flat.envelope);
  const omitted = cut ? [...flat.omitted, 'fractions of seconds'] : flat.omitted;
  return {
    ...(await smallest(...(document === undefined ? [] : [document]), withoutAddresses(pruned))),
    omitted,
  };
}

/** The page without the addresses of its neighbours, of which the note on the page tells. */
function withoutAddresses(page: unknown): unknown {
  if (!isObject(page)) return page;
  const { next, previous, ...rest } = page;
  return rest;
}

function listDocument(all: Columns, count: number, envelope: JsonObject | undefined): unknown {
  const names = [...all.keys()];
  const same = takeSame(all);
  if (isUnclear(names, same)) return undefined;
  const columns = spreadLists(all);
  for (const [name, value] of takeSame(columns)) same.set(name, value);
  const lookups = takeLookups(columns);
  const values = toObjects(columns, count);
  if (envelope === undefined && same.size === 0 && lookups.length === 0) return values;
  const parts: (readonly [string, unknown])[] = [
    ...Object.entries(envelope ?? {}),
    ...(same.size > 0 ? [[SAME, nest(same)] as const] : []),
    ...lookups.map((lookup) => [lookup.prefixes.join(' & '), toTable(lookup)] as const),
    [envelope === undefined ? 'rows' : 'values', values],
  ];
  const clash = new Set(parts.map(([name]) => name)).size < parts.length;
  return clash ? undefined : Object.fromEntries(parts);
}

/** ' & ' joins names here; a list that has it in its own (never seen) is not rearranged. */
function isUnclear(names: readonly string[], same: ReadonlyMap<string, unknown>): boolean {
  const nested = [...same.values()].filter((value) => typeof value === 'object');
  return `${names.join('\n')}${JSON.stringify(nested)}`.includes(' & ');
}

const toObjects = (columns: Columns, count: number) =>
  Array.from({ length: count }, (_, row) =>
    Object.fromEntries([...columns].map(([name, values]) => [name, values[row]])),
  );

const toTable = ({ fields, things }: Lookup) =>
  [...things.values()].map((thing) =>
    Object.fromEntries(fields.map((field, at) => [field, thing[at]])),
  );

/** In one object, each list of objects becomes a table of flat rows. */
function withTables(value: unknown): unknown {
  if (Array.isArray(value)) {
    if (value.length < 2 || !value.every(isObject)) return value.map(withTables);
    const { rows } = Object.assign({ rows: [] }, flatten(value));
    return toObjects(spreadLists(toColumns(rows)), rows.length);
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withTables(member)]),
  );
}
