/** A JSON object, as opposed to a list, a text, a number or nothing. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands at a dotted path, "destination.branch.name"; undefined where the path ends early. */
export function getAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((inner, key) => (isJsonObject(inner) ? inner[key] : undefined), value);
}

/** A copy with the value put at a dotted path, and the objects on the way made where absent. */
export function withAt(object: JsonObject, path: string, value: unknown): JsonObject {
  const [key = '', ...rest] = path.split('.');
  const inner = object[key];
  const next =
    rest.length === 0 ? value : withAt(isJsonObject(inner) ? inner : {}, rest.join('.'), value);
  return { ...object, [key]: next };
}

/** RFC 7396: objects are merged, null takes a member away, everything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const merged = new Map(isJsonObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

/** The text at a dotted path; "" where there is none. */
export const textAt = (value: unknown, path: string): string => {
  const found = getAt(value, path);
  return typeof found === 'string' ? found : '';
};

/** The number at a dotted path. */
export const numberAt = (value: unknown, path: string): number | undefined => {
  const found = getAt(value, path);
  return typeof found === 'number' ? found : undefined;
};

/** The list at a dotted path; empty where there is none. */
export const listAt = (value: unknown, path: string): readonly unknown[] => {
  const found = getAt(value, path);
  return Array.isArray(found) ? found : [];
};
