import type { Row } from './flatten.ts';
import { type Column, column, VIEWS, type View } from './table-views.ts';

/** As many columns of a list that bbx does not know. */
const MOST = 7;
/** As many where the rows have no more: somebody has chosen them with a filter. */
const MOST_CHOSEN = 12;
/** What identifies to machines and tells a person nothing. */
const DULL = /(^|\.)(uuid|type|account_id|hash|key_pattern)$/;

/**
 * Chooses the columns for these rows: those of the first known kind that fits, else the first useful
 * scalar ones. A column that is empty in every row is left out.
 * @param wanted dotted names to show instead
 */
export function chooseColumns(rows: readonly Row[], wanted?: readonly string[]): Column[] {
  if (wanted !== undefined) return wanted.map((name) => column(title(name), name));
  const view = VIEWS.find(({ needs }) => mostly(rows, needs));
  const columns = view?.columns ?? useful(rows);
  return columns.filter((each) => rows.some((row) => isShown(cellOf(row, each))));
}

/** The value of a row in a column, null where it has none. */
export function cellOf(row: Row, { of }: Column): unknown {
  if (typeof of === 'function') return of(row);
  const name = of.find((each) => isShown(row.get(each)));
  return name === undefined ? null : row.get(name);
}

/** Some rows may differ: a comment whose author left has none. */
const mostly = (rows: readonly Row[], needs: View['needs']) =>
  rows.filter((row) => fits(row, needs)).length > rows.length / 2;

const fits = (row: Row, needs: View['needs']) =>
  needs.every((need) =>
    typeof need === 'string' ? row.has(need) : need.some((name) => row.has(name)),
  );

const isShown = (value: unknown) => value !== undefined && value !== null && value !== '';

const title = (name: string) => name.replace(/_/g, ' ').toUpperCase();

function useful(rows: readonly Row[]): Column[] {
  const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const interesting = names.filter((name) => !DULL.test(name));
  // Bitbucket's own rows have a type; rows that a filter made rarely do.
  const most = names.includes('type') ? MOST : MOST_CHOSEN;
  const all = names.length <= most && !names.some((name) => name.includes('.'));
  const chosen = all || interesting.length === 0 ? names : interesting;
  const kinds = chosen
    .slice(0, all ? MOST_CHOSEN : MOST)
    .map((name) => ({ name, kind: guess(rows, name) }));
  // One uncut column is enough to know a row by.
  const first = kinds.find(({ kind }) => kind === 'id');
  return kinds.map(({ name, kind }) =>
    column(title(name), name, kind === 'id' && name !== first?.name ? undefined : kind),
  );
}

function guess(rows: readonly Row[], name: string): Column['kind'] {
  if (/^(id|slug|name|key)$/.test(name)) return 'id';
  if (/(_on|(^|\.)date)$/.test(name)) return 'time';
  const numbers = rows.every((row) => typeof (row.get(name) ?? 0) === 'number');
  return numbers && rows.some((row) => typeof row.get(name) === 'number') ? 'number' : undefined;
}
