import type { Columns } from './columns.ts';
import { isObject, type JsonObject } from './prune.ts';

/**
 * Makes the lists of objects shorter that stand in cells. What is the same in every item of every row
 * is said once, as `script_commands.*.commandType`; where one text is left of each item, the
 * column becomes a list of those: `script_commands.*.name & script_commands.*.command`.
 * @returns what was taken out, by name
 */
export function shortenItemLists(columns: Columns): Map<string, unknown> {
  const everywhere = new Map<string, unknown>();
  const shortened: Columns = new Map();
  for (const [name, values] of columns) {
    const lists = values.map(itemsIn);
    const items = lists.flatMap((list) => list ?? []);
    const fields = Object.keys(items[0] ?? {});
    const alike = items.every((item) => isAlike(item, fields));
    if (items.length < 2 || fields.length === 0 || !alike || lists.includes(undefined)) {
      shortened.set(name, values);
      continue;
    }
    const changing = fields.filter((field) =>
      items.some((item) => item[field] !== items[0]?.[field]),
    );
    const left = changing.length > 0 ? changing : fields.slice(0, 1);
    for (const field of fields) {
      if (!left.includes(field)) everywhere.set(`${name}.*.${field}`, items[0]?.[field]);
    }
    const [first = '', ...others] = left;
    const one = others.every((other) => items.every((item) => item[first] === item[other]));
    const head = one ? left.map((field) => `${name}.*.${field}`).join(' & ') : name;
    const cells = lists.map((list, row) => {
      if (list === undefined || values[row] === null) return values[row];
      return one ? list.map((item) => item[first]) : list.map((item) => picked(item, left));
    });
    shortened.set(head, cells);
  }
  columns.clear();
  for (const [name, values] of shortened) columns.set(name, values);
  return everywhere;
}

/** The items of a cell, none for null; undefined when it is no list of objects. */
function itemsIn(value: unknown): readonly JsonObject[] | undefined {
  if (value === null) return [];
  if (!Array.isArray(value)) return undefined;
  const items = value.filter(isObject);
  return items.length === value.length ? items : undefined;
}

/** Whether an item has just these fields, and nothing nested in them. */
function isAlike(item: JsonObject, fields: readonly string[]): boolean {
  const own = Object.entries(item);
  if (own.length !== fields.length || fields.some((field) => field.includes('.'))) return false;
  return own.every(
    ([name, value]) => fields.includes(name) && value !== null && typeof value !== 'object',
  );
}

const picked = (item: JsonObject, fields: readonly string[]) =>
  Object.fromEntries(fields.map((field) => [field, item[field]]));
