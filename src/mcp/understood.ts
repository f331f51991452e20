import { isJsonObject } from '../core/bitbucket/json-object.ts';
import type { Field, FieldKind, ItemField } from '../core/operation-fields.ts';

/**
 * What an agent plainly means by a value of a field: JSON in a string, "5" for 5, 42 for "42", one
 * value for a list of one, and in a list of objects the same for each of their fields.
 */
export function meantBy({ name, kind, items }: Field, value: unknown): unknown {
  // Numbers of pull requests are texts; an API path is never a number.
  if (kind === 'string') return name === 'path' ? value : asText(value);
  if (kind === 'list') return asList(value).map(asText);
  if (kind !== 'items') return understood(kind, value);
  const list = understood(kind, value);
  if (Array.isArray(list)) return list.map((item) => itemOf(items, item));
  return isJsonObject(list) ? [itemOf(items, list)] : list;
}

/** Some clients and models write every value as a string; what is meant is plain. */
export function understood(kind: FieldKind, value: unknown): unknown {
  if (typeof value !== 'string' || kind === 'string' || kind === 'enum') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

const asText = (value: unknown) => (typeof value === 'number' ? String(value) : value);

function asList(value: unknown): unknown[] {
  const list = understood('list', value);
  return Array.isArray(list) ? list : [value];
}

function itemOf(fields: readonly ItemField[], item: unknown): unknown {
  if (!isJsonObject(item)) return item;
  const kinds = new Map(fields.map(({ name, kind }) => [name, kind]));
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, partOf(kinds.get(name), value)]),
  );
}

function partOf(kind: FieldKind | undefined, value: unknown): unknown {
  if (kind === 'string') return asText(value);
  return kind === undefined ? value : understood(kind, value);
}
