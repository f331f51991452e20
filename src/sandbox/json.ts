/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

/** Tells a JSON object from every other value. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Tells a JSON list from every other value. */
export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** The object under a key of a JSON value, or nothing. */
export function objectAt(value: unknown, key: string): JsonObject | undefined {
  const inner = isObject(value) ? value[key] : undefined;
  return isObject(inner) ? inner : undefined;
}

/** The text under a path of keys, or nothing when it is absent or no text. */
export function textAt(value: unknown, ...keys: string[]): string | undefined {
  let inner: unknown = value;
  for (const key of keys) inner = isObject(inner) ? inner[key] : undefined;
  return typeof inner === 'string' ? inner : undefined;
}

/** The number under a key, or nothing. */
export function numberAt(value: unknown, key: string): number | undefined {
  const inner = isObject(value) ? value[key] : undefined;
  return typeof inner === 'number' ? inner : undefined;
}

/** The truth value under a key, or nothing. */
export function flagAt(value: unknown, key: string): boolean | undefined {
  const inner = isObject(value) ? value[key] : undefined;
  return typeof inner === 'boolean' ? inner : undefined;
}

/** The list under a key, empty when absent. */
export function listAt(value: unknown, key: string): readonly Json[] {
  const inner = isObject(value) ? value[key] : undefined;
  return isList(inner) ? inner : [];
}

/**
 * Reads JSON text.
 * @returns the value, or undefined when the text is no JSON
 */
export function parseJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
