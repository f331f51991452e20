import { joinMatches } from './join-matches.ts';
import { isObject, type JsonObject, prune } from './prune.ts';

/** One object with dotted names, `author.display_name`; a list in it stays a list. */
export type Row = ReadonlyMap<string, unknown>;

/** What an answer is made of. */
export type Flat =
  | {
      /** A list of objects, from Bitbucket's envelope or bare. */
      readonly kind: 'rows';
      readonly rows: readonly Row[];
      /** What the envelope said of itself (size, page, pagelen); undefined for a bare list. */
      readonly envelope: JsonObject | undefined;
      readonly omitted: readonly string[];
    }
  | { readonly kind: 'object'; readonly row: Row; readonly omitted: readonly string[] }
  /** A scalar, or a list that is no list of objects. */
  | { readonly kind: 'value'; readonly value: unknown; readonly omitted: readonly string[] };

const ENVELOPE = new Set([
  'values',
  'size',
  'page',
  'pagelen',
  'next',
  'previous',
  'query_substituted',
]);

/**
 * Flattens an answer, so that rows stay rows: nested objects become dotted names, and links, avatars
 * and rendered copies are left out, and what a search found is joined into lines.
 * @param value Bitbucket's JSON (a list in its envelope or one object), or anything after a filter
 * @param full leaves nothing out
 */
export function flatten(value: unknown, full = false): Flat {
  const left = new Set<string>();
  const pruned = full ? value : prune(joinMatches(value), left);
  const omitted = [...left];
  if (isEnvelope(pruned) && pruned.values.every(isObject)) {
    const { values, next, previous, ...envelope } = pruned;
    return { kind: 'rows', rows: values.filter(isObject).map(flattenRow), envelope, omitted };
  }
  if (Array.isArray(pruned) && pruned.length > 0 && pruned.every(isObject)) {
    return { kind: 'rows', rows: pruned.map(flattenRow), envelope: undefined, omitted };
  }
  if (isObject(pruned)) return { kind: 'object', row: flattenRow(pruned), omitted };
  return { kind: 'value', value: pruned, omitted };
}

/** Whether this is a page of a list, as Bitbucket sends it. */
function isEnvelope(value: unknown): value is JsonObject & { values: readonly unknown[] } {
  return (
    isObject(value) &&
    Array.isArray(value.values) &&
    Object.keys(value).every((name) => ENVELOPE.has(name))
  );
}

/** Nested objects become dotted names; empty ones, and names that hold a dot, stay as they are. */
export function flattenRow(row: JsonObject): Row {
  const flat = new Map<string, unknown>();
  if (isPlain(row)) collect(row, '', flat);
  else for (const [name, value] of Object.entries(row)) flat.set(name, value);
  return flat;
}

function collect(object: JsonObject, prefix: string, flat: Map<string, unknown>): void {
  for (const [name, value] of Object.entries(object)) {
    const nested = isObject(value) && Object.keys(value).length > 0 && isPlain(value);
    if (nested) collect(value, `${prefix}${name}.`, flat);
    else flat.set(prefix + name, value);
  }
}

const isPlain = (object: JsonObject) =>
  Object.keys(object).every((name) => name !== '' && !name.includes('.'));
