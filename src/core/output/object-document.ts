import { documentOf, lookupPart, toObjects } from './arrangement.ts';
import { type Columns, spreadLists, toColumns } from './columns.ts';
import { takeDittos } from './dittos.ts';
import { flattenRow, type Row } from './flatten.ts';
import { type Table, takeLookups } from './lookups.ts';
import { nest } from './nest.ts';
import { plainCells } from './plain-cells.ts';
import { isObject, type JsonObject } from './prune.ts';
import { shortenTimes } from './short-times.ts';
import { estimateTokens } from './token-estimate.ts';

interface ArrangedObject {
  readonly document: unknown;
  /** Whether fractions of seconds were cut off. */
  readonly cut: boolean;
}

/**
 * Arranges one object: each list of objects in it becomes a table; what is the same in every row of
 * one is said once, as `participants.*.type`; and a person or a repository that it names several
 * times is said once, in a table named like the places that name it.
 * @param exact keeps the fractions of seconds
 * @returns undefined where names of the parts clash
 */
export function objectDocument(object: Row, exact: boolean): ArrangedObject | undefined {
  const { root, tables } = takenApart(object);
  const all = [{ name: '', columns: root }, ...tables];
  const cuts = all.map(({ columns }) => !exact && shortenTimes(columns));
  const lookups = takeLookups(all);
  const flat = new Map([...root].map(([name, [value]]) => [name, value]));
  const rows = tables.map(({ name, columns }) => {
    const count = [...columns.values()][0]?.length ?? 0;
    for (const [field, value] of takeEverywhere(name, columns)) flat.set(field, value);
    return [name, toObjects(plainCells(takeDittos(columns)), count)] as const;
  });
  const document = documentOf([...Object.entries(nest(flat)), ...lookups.map(lookupPart), ...rows]);
  return document && { document, cut: cuts.includes(true) };
}

function takenApart(object: Row): { root: Columns; tables: Table[] } {
  const others = new Map<string, unknown>();
  const tables: Table[] = [];
  for (const [name, value] of object) {
    const items = Array.isArray(value) && value.every(isMembered) ? value : [];
    if (items.length === 0) others.set(name, value);
    else tables.push({ name, columns: spreadLists(toColumns(items.map(flattenRow))) });
  }
  return { root: toColumns([others]), tables };
}

const isMembered = (item: unknown): item is JsonObject =>
  isObject(item) && Object.keys(item).length > 0;

/** Takes the columns out of a table that are cheaper said once. */
function takeEverywhere(table: string, columns: Columns): (readonly [string, unknown])[] {
  return [...columns].flatMap(([name, values]) => {
    const text = JSON.stringify(values[0]);
    if (!values.every((value) => JSON.stringify(value) === text)) return [];
    const everywhere = `${table}.*.${name}`;
    if (estimateTokens(everywhere) + 2 >= (values.length - 1) * (estimateTokens(text) + 1))
      return [];
    // A row without anything would be no row.
    if (columns.size === 1) return [];
    columns.delete(name);
    return [[everywhere, values[0]] as const];
  });
}
