import { badRequest } from './errors.ts';
import { isList, isObject, type Json } from './json.ts';
import { type Literal, parseQuery, type Query } from './query-parser.ts';

/**
 * Keeps the items that a `q` of Bitbucket's query language is true for. Text compares without
 * regard to case, as there.
 * @throws Refusal 400 for a field that none of the items has
 */
export function filterItems<T>(items: readonly T[], view: (item: T) => Json, q: string): T[] {
  const query = parseQuery(q);
  const views = items.map(view);
  checkFields(query, views);
  return items.filter((_, index) => holds(query, views[index] ?? null));
}

/** Sorts by one field, `-` in front for descending; an item without the field comes first. */
export function sortItems<T>(items: readonly T[], view: (item: T) => Json, sort: string): T[] {
  const down = sort.startsWith('-');
  const field = down ? sort.slice(1) : sort;
  const keyed = items.map((item) => ({ item, key: valuesAt(view(item), field)[0] }));
  if (keyed.length > 0 && keyed.every(({ key }) => key === undefined)) {
    throw badRequest(`Field "${field}" does not support sorting`);
  }
  keyed.sort((a, b) => (down ? -1 : 1) * order(a.key ?? null, b.key ?? null));
  return keyed.map(({ item }) => item);
}

function checkFields(query: Query, views: readonly Json[]): void {
  if (query.kind !== 'compare') {
    for (const part of query.parts) checkFields(part, views);
  } else if (views.length > 0 && !views.some((view) => hasField(view, query.field.split('.')))) {
    throw badRequest(`Field "${query.field}" does not support filtering`);
  }
}

/** An absent list element or a null on the way is no proof against a field. */
function hasField(value: Json, path: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined || value === null) return true;
  if (isList(value)) return value.length === 0 || value.some((item) => hasField(item, path));
  const inner = isObject(value) ? value[key] : undefined;
  return inner !== undefined && hasField(inner, rest);
}

function valuesAt(value: Json, field: string): Json[] {
  let found: Json[] = [value];
  for (const key of field.split('.')) {
    found = found
      .flatMap((item): readonly Json[] => (isList(item) ? item : [item]))
      .flatMap((item) => {
        const inner = isObject(item) ? item[key] : undefined;
        return inner === undefined ? [] : [inner];
      });
  }
  return found.flatMap((item): readonly Json[] => (isList(item) ? item : [item]));
}

function holds(query: Query, view: Json): boolean {
  if (query.kind !== 'compare') {
    const { parts } = query;
    return query.kind === 'and'
      ? parts.every((part) => holds(part, view))
      : parts.some((part) => holds(part, view));
  }
  const found = valuesAt(view, query.field);
  const values = found.length === 0 ? [null] : found;
  const negative = /^(?:!|not )/.test(query.op);
  const op = query.op.replace(/^(?:!|not )/, '');
  const some = values.some((value) => query.values.some((wanted) => compares(op, value, wanted)));
  return negative ? !some : some;
}

function compares(op: string, value: Json, wanted: Literal): boolean {
  if (op === '~') return String(value).toLowerCase().includes(String(wanted).toLowerCase());
  if (op === '=' || op === 'in') return value === wanted || order(value, wanted) === 0;
  if (value === null || wanted === null) return false;
  const sign = order(value, wanted);
  if (op === '>') return sign > 0;
  if (op === '<') return sign < 0;
  return op === '>=' ? sign >= 0 : sign <= 0;
}

const DATE = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/;

function order(a: Json, b: Json): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [sortable(a), sortable(b)];
  if (DATE.test(left) && DATE.test(right)) return Date.parse(left) - Date.parse(right);
  return left < right ? -1 : Number(left > right);
}

function sortable(value: Json): string {
  return value === null ? '' : String(value).toLowerCase();
}
