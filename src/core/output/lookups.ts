import type { Columns } from './columns.ts';
import { estimateTokens } from './token-estimate.ts';

/** Things that an answer names by one field (a person, a repository), with their other fields said once. */
export interface Lookup {
  /** The column groups that name them: `author`, and `closed_by` where it has the same fields. */
  readonly prefixes: readonly string[];
  /** Names without the prefix; the first is the one that the rows keep. */
  readonly fields: readonly string[];
  /** By the text of the first field: the values in the order of the fields. */
  readonly things: ReadonlyMap<string, readonly unknown[]>;
}

/** Rows of the answer, and what stands before the names of their columns. */
export interface Table {
  /** `participants` for the rows of that list; empty for the rows or the object that the answer is. */
  readonly name: string;
  readonly columns: Columns;
}

/** The fields by which a reader knows a thing; the shortest that tells them apart is kept in the rows. */
const KEYS = new Set([
  'display_name',
  'nickname',
  'full_name',
  'id',
  'name',
  'slug',
  'key',
  'title',
  'raw',
]);
/** What the head of another table costs, in tokens. */
const HEAD = 8;

/** Columns that stand under one name. */
interface Group {
  readonly columns: Columns;
  /** In this table, with the dot behind it. */
  readonly prefix: string;
  /** In the whole answer. */
  readonly name: string;
  readonly fields: readonly string[];
}

/**
 * Takes groups of columns out of the tables that one of them determines, where that is smaller, and
 * leaves that one in them. Groups with the same fields share what is said of their things, in
 * whatever table they stand.
 */
export function takeLookups(tables: readonly Table[]): Lookup[] {
  const lookups: Lookup[] = [];
  for (;;) {
    const [best] = candidates(tables)
      .map(lookupFor)
      .filter((each) => each !== undefined)
      .sort((a, b) => b.saved - a.saved);
    if (best === undefined) return lookups;
    const { groups, fields, things } = best;
    lookups.push({ prefixes: [...new Set(groups.map(({ name }) => name))], fields, things });
    for (const { columns, prefix } of groups) {
      for (const field of fields.slice(1)) columns.delete(prefix + field);
    }
  }
}

/** Every group alone, and all that have the same fields together. */
function candidates(tables: readonly Table[]): Group[][] {
  const all = tables.flatMap(groupsIn);
  const alike = new Map<string, Group[]>();
  for (const group of all) {
    const text = [...group.fields].sort().join();
    alike.set(text, [...(alike.get(text) ?? []), group]);
  }
  const alone = all.filter(({ prefix }) => prefix !== '').map((group) => [group]);
  return [...alone, ...[...alike.values()].filter((groups) => groups.length > 1)];
}

/** Every group of two columns or more: `a` with all below it and with its own fields alone, `a.b`. */
function groupsIn({ name, columns }: Table): Group[] {
  const below = new Map<string, string[]>();
  for (const column of columns.keys()) {
    if (name !== '') below.set('', [...(below.get('') ?? []), column]);
    for (let at = column.indexOf('.'); at >= 0; at = column.indexOf('.', at + 1)) {
      const prefix = column.slice(0, at + 1);
      below.set(prefix, [...(below.get(prefix) ?? []), column.slice(at + 1)]);
    }
  }
  return [...below].flatMap(([prefix, fields]) => {
    const whole = [name, prefix.slice(0, -1)].filter(Boolean).join('.');
    const own = fields.filter((field) => !field.includes('.'));
    const choices = own.length === fields.length ? [fields] : [fields, own];
    return choices
      .filter((choice) => choice.length > 1 && !choice.some(isIndex))
      .map((choice) => ({ columns, prefix, name: whole, fields: choice }));
  });
}

/** JavaScript puts such names first, and the first one has to be the key. */
const isIndex = (field: string) => /^\d+$/.test(field);

function lookupFor(groups: readonly Group[]) {
  const [first] = groups;
  if (first === undefined) return undefined;
  const columns = first.fields
    .map((field) => {
      const parts = groups.map((group) => group.columns.get(group.prefix + field) ?? []);
      return {
        field,
        values: parts.flat(),
        cost: parts.reduce((sum, part) => sum + cost(part), 0),
      };
    })
    .sort((a, b) => isKey(b.field) - isKey(a.field) || a.cost - b.cost);
  for (const key of columns) {
    const ordered = [key, ...columns.filter((each) => each !== key)];
    const things = distinct(ordered.map(({ values }) => values));
    if (things === undefined) continue;
    const fields = ordered.map(({ field }) => field);
    const said = ordered.slice(1).reduce((sum, each) => sum + each.cost, 0);
    const names = estimateTokens(fields.join());
    const heads = names * (groups.length - 1) - HEAD;
    const saved = said + heads - cost([...things.values()].flat());
    return saved > 0 ? { groups, fields, things, saved } : undefined;
  }
  return undefined;
}

const isKey = (field: string) => Number(KEYS.has(field.slice(field.lastIndexOf('.') + 1)));

/** The distinct things by their key; undefined when the key does not tell them apart, or none comes twice. */
function distinct(
  values: readonly (readonly unknown[])[],
): Map<string, readonly unknown[]> | undefined {
  const things = new Map<string, readonly unknown[]>();
  const rows = values[0]?.length ?? 0;
  let named = 0;
  for (let row = 0; row < rows; row++) {
    const thing = values.map((column) => column[row]);
    const [key] = thing;
    if (thing.every((value) => value === null)) continue;
    if (typeof key !== 'string' && typeof key !== 'number') return undefined;
    if (thing.some((value) => typeof value === 'object' && value !== null)) return undefined;
    const known = things.get(String(key));
    if (known !== undefined && !thing.every((value, at) => value === known[at])) return undefined;
    things.set(String(key), thing);
    named += 1;
  }
  // Only what is named twice is said once.
  return things.size < named ? things : undefined;
}

const costs = new WeakMap<readonly unknown[], number>();

function cost(values: readonly unknown[]): number {
  const known = costs.get(values);
  if (known !== undefined) return known;
  const counted = estimateTokens(values.join()) + values.length;
  costs.set(values, counted);
  return counted;
}
