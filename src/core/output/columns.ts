import { flattenRow, type Row } from './flatten.ts';
import { isObject } from './prune.ts';

/** Rows as columns: one value per row under each name; null also where a row lacks the field. */
export type Columns = Map<string, unknown[]>;

/** Read first, because they say which thing a row is about. */
const LEADING = ['id', 'build_number', 'full_name', 'name', 'key', 'path', 'hash', 'title'];
/** Long texts, which would hide what follows them. */
const LAST = new Set(['description', 'message', 'content.raw', 'target.message']);
/** Longer lists stay lists: as numbered columns they would make every row long. */
const LONGEST_LIST = 3;

/**
 * Turns rows into columns. A field that is null in some rows and an object in the others is told by
 * its members alone.
 */
export function toColumns(rows: readonly Row[]): Columns {
  const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const columns: Columns = new Map();
  for (const name of names.sort((a, b) => rank(a) - rank(b))) {
    const values = rows.map((row) => row.get(name) ?? null);
    const hasMembers = names.some((each) => each.startsWith(`${name}.`));
    if (!hasMembers || values.some((value) => value !== null)) columns.set(name, values);
  }
  return columns;
}

function rank(name: string): number {
  if (LAST.has(name)) return LEADING.length + 1;
  const at = LEADING.indexOf(name);
  return at < 0 ? LEADING.length : at;
}

/** Takes the columns that are the same in every row out of the table, and returns their values. */
export function takeSame(columns: Columns): Map<string, unknown> {
  const same = new Map<string, unknown>();
  for (const [name, values] of columns) {
    const text = JSON.stringify(values[0]);
    if (values.length > 1 && values.every((value) => JSON.stringify(value) === text)) {
      same.set(name, values[0]);
      columns.delete(name);
    }
  }
  return same;
}

/**
 * Short lists become numbered columns (`parents.0.hash`), so that the rows stay rows. A row with
 * fewer items has null in the rest.
 */
export function spreadLists(columns: Columns): Columns {
  const spread: Columns = new Map();
  for (const [name, values] of columns) {
    if (!isShortList(values)) {
      spread.set(name, values);
      continue;
    }
    const items = values.map((value) => (Array.isArray(value) ? numbered(name, value) : new Map()));
    const names = new Set(items.flatMap((row) => [...row.keys()]));
    if ([...names].some((each) => columns.has(each))) spread.set(name, values);
    else
      for (const each of names)
        spread.set(
          each,
          items.map((row) => row.get(each) ?? null),
        );
  }
  return spread;
}

const isShortList = (values: readonly unknown[]) =>
  values.some((value) => Array.isArray(value) && value.length > 0) &&
  values.every(
    (value) =>
      value === null ||
      (Array.isArray(value) && value.length <= LONGEST_LIST && value.every(isItem)),
  );

const isItem = (item: unknown) =>
  isObject(item) ? Object.keys(item).length > 0 : item !== null && typeof item !== 'object';

function numbered(name: string, list: readonly unknown[]): Row {
  const row = new Map<string, unknown>();
  for (const [at, item] of list.entries()) {
    if (!isObject(item)) row.set(`${name}.${at}`, item);
    else for (const [inner, value] of flattenRow(item)) row.set(`${name}.${at}.${inner}`, value);
  }
  return row;
}
