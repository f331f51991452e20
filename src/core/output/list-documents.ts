import { documentOf, lookupPart, toObjects } from './arrangement.ts';
import { type Columns, spreadLists, takeSame } from './columns.ts';
import { takeDittos } from './dittos.ts';
import { shortenItemLists } from './item-lists.ts';
import { shortenKnownParents } from './known-parents.ts';
import { takeLookups } from './lookups.ts';
import { nest } from './nest.ts';
import { plainCells } from './plain-cells.ts';
import { isObject, type JsonObject } from './prune.ts';
import { takeWherePresent } from './where-present.ts';

/** Stand before the rows, so that no explanation is needed. */
const SAME = 'same_in_every_row';
const PRESENT = 'same_where_present';

/**
 * Arranges a list in the ways that may cost least: as a table, and where much of that would be empty
 * as rows that have only what they have.
 * @param all the columns; they are changed
 * @param count how many rows there are
 * @returns nothing where names of the parts clash
 */
export function listDocuments(
  all: Columns,
  count: number,
  envelope: JsonObject | undefined,
): readonly unknown[] {
  const same = takeSame(all);
  const columns = spreadLists(all);
  for (const [name, value] of takeSame(columns)) same.set(name, value);
  for (const [name, value] of shortenItemLists(columns)) same.set(name, value);
  const present = takeWherePresent(columns);
  shortenKnownParents(columns, same.values());
  const alone: Columns = new Map([...same].map(([name, value]) => [name, [value]]));
  const lookups = takeLookups([
    { name: '', columns },
    { name: '', columns: alone },
  ]);
  for (const name of same.keys()) if (!alone.has(name)) same.delete(name);
  const sections = [
    ...(same.size > 0 ? [[SAME, nest(same)] as const] : []),
    ...(present.size > 0 ? [[PRESENT, nest(present)] as const] : []),
    ...lookups.map(lookupPart),
  ];
  const withRows = (rows: unknown) =>
    envelope === undefined && sections.length === 0
      ? rows
      : documentOf([
          ...Object.entries(envelope ?? {}),
          ...sections,
          [envelope === undefined ? 'rows' : 'values', rows],
        ]);
  const table = withRows(toObjects(plainCells(takeDittos(columns)), count));
  const sparse = isSparse(columns) ? withRows(presentRows(columns, count)) : undefined;
  return [table, sparse].filter((each) => each !== undefined);
}

/** Whether half of the cells are empty, or some hold what makes no cell. */
function isSparse(columns: Columns): boolean {
  const cells = [...columns.values()].flat();
  const empty = cells.filter((value) => value === null).length;
  return empty > cells.length / 2 || cells.some((value) => isObject(value) || Array.isArray(value));
}

/** Each row as an object of what it has; a field that is null in it is not said. */
function presentRows(columns: Columns, count: number): unknown[] {
  return Array.from({ length: count }, (_, row) => {
    const cells = [...columns].map(([name, values]) => [name, values[row]] as const);
    return nest(new Map(cells.filter(([, value]) => value !== null)), false);
  });
}
