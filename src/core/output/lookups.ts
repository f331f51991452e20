import type { Columns } from './columns.ts';
import { estimateTokens } from './token-estimate.ts';

/** Things that rows name by one field (a person, a repository), with their other fields said once. */
export interface Lookup {
  /** The column groups that name them: `author`, and `closed_by` where it has the same fields. */
  readonly prefixes: readonly string[];
  /** Names without the prefix; the first is the one that the rows keep. */
  readonly fields: readonly string[];
  /** By the text of the first field: the values in the order of the fields. */
  readonly things: ReadonlyMap<string, readonly unknown[]>;
}

/** The fields by which a reader knows a thing; the shortest that tells them apart is kept in the rows. */
const KEYS = new Set([
  'display_name',
  'nickname',
  'full_name',
  'name',
  'slug',
  'key',
  'title',
  'raw',
]);
/** What the head of another table costs, in tokens. */
const HEAD = 8;

/**
 * Takes groups of columns out of the table that one of them determines, where that is smaller, and
 * leaves that one in it.
 */
export function takeLookups(columns: Columns): Lookup[] {
  const lookups: Lookup[] = [];
  for (;;) {
    const [best] = prefixes(columns)
      .map((prefix) => lookupFor(columns, prefix))
      .filter((each) => each !== undefined)
      .sort((a, b) => b.saved - a.saved);
    if (best === undefined) return merged(lookups);
    const { prefix, fields, things } = best;
    lookups.push({ prefixes: [prefix], fields, things });
    for (const field of fields.slice(1)) columns.delete(`${prefix}.${field}`);
  }
}

/** Every group of two columns or more: `a`, `a.b` of `a.b.c` and `a.b.d`. */
function prefixes(columns: Columns): string[] {
  const counts = new Map<string, number>();
  for (const name of columns.keys()) {
    for (let at = name.indexOf('.'); at >= 0; at = name.indexOf('.', at + 1)) {
      const prefix = name.slice(0, at);
      counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
    }
  }
  return [...counts].filter(([, count]) => count > 1).map(([prefix]) => prefix);
}

function lookupFor(columns: Columns, prefix: string) {
  const group = [...columns]
    .filter(([name]) => name.startsWith(`${prefix}.`))
    .map(([name, values]) => ({ field: name.slice(prefix.length + 1), values, cost: cost(values) }))
    .sort((a, b) => isKey(b.field) - isKey(a.field) || a.cost - b.cost);
  // JavaScript puts such names first, and the first one has to be the key.
  if (group.some(({ field }) => /^\d+$/.test(field))) return undefined;
  for (const key of group) {
    const ordered = [key, ...group.filter((each) => each !== key)];
    const things = distinct(ordered.map(({ values }) => values));
    if (things === undefined) continue;
    const fields = ordered.map(({ field }) => field);
    const said = ordered.slice(1).reduce((sum, each) => sum + each.cost, 0);
    const saved = said - cost([...things.values()].flat()) - HEAD - estimateTokens(fields.join());
    if (saved > 0) return { prefix, fields, things, saved };
  }
  return undefined;
}

const isKey = (field: string) => Number(KEYS.has(field.slice(field.lastIndexOf('.') + 1)));

/** The distinct things by their key; undefined when the key does not tell them apart. */
function distinct(
  values: readonly (readonly unknown[])[],
): Map<string, readonly unknown[]> | undefined {
  const things = new Map<string, readonly unknown[]>();
  const rows = values[0]?.length ?? 0;
  for (let row = 0; row < rows; row++) {
    const thing = values.map((column) => column[row]);
    const [key] = thing;
    if (thing.every((value) => value === null)) continue;
    if (typeof key !== 'string' && typeof key !== 'number') return undefined;
    if (thing.some((value) => typeof value === 'object' && value !== null)) return undefined;
    const known = things.get(String(key));
    if (known !== undefined && !thing.every((value, at) => value === known[at])) return undefined;
    things.set(String(key), thing);
  }
  return things;
}

const cost = (values: readonly unknown[]) => estimateTokens(values.join()) + values.length;

/** Groups with the same fields whose things agree share one table. */
function merged(lookups: readonly Lookup[]): Lookup[] {
  const tables: Lookup[] = [];
  for (const lookup of lookups) {
    const at = tables.findIndex((table) => agrees(table, lookup));
    const table = tables[at];
    if (table === undefined) tables.push(lookup);
    else {
      const things = new Map([...table.things, ...lookup.things]);
      tables[at] = { ...table, prefixes: [...table.prefixes, ...lookup.prefixes], things };
    }
  }
  return tables;
}

function agrees(a: Lookup, b: Lookup): boolean {
  if (a.fields.join() !== b.fields.join()) return false;
  return [...b.things].every(([key, thing]) => {
    const known = a.things.get(key);
    return known === undefined || known.every((value, at) => value === thing[at]);
  });
}
