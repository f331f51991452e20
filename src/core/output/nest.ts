import { isObject, type JsonObject } from './prune.ts';

/**
 * Turns dotted names back into objects, so that a common prefix is said once, and lets equal
 * neighbours share a line: `"merge_commit & closed_by": null`.
 * @param flat values by dotted name; it stays flat where a name is also the beginning of another
 * @param shares whether neighbours may share a line
 */
export function nest(flat: ReadonlyMap<string, unknown>, shares = true): JsonObject {
  const names = [...flat.keys()];
  const unclear = names.some((name) => names.some((other) => other.startsWith(`${name}.`)));
  return unclear ? Object.fromEntries(flat) : grouped(flat, shares);
}

function grouped(flat: ReadonlyMap<string, unknown>, shares: boolean): JsonObject {
  const groups = new Map<string, Map<string, unknown>>();
  const nested = new Map<string, unknown>();
  for (const [name, value] of flat) {
    const dot = name.indexOf('.');
    if (dot < 0) nested.set(name, value);
    else {
      const head = name.slice(0, dot);
      const group = groups.get(head) ?? new Map<string, unknown>();
      groups.set(head, group.set(name.slice(dot + 1), value));
      nested.set(head, undefined);
    }
  }
  for (const [name, group] of groups) nested.set(name, grouped(group, shares));
  const short = folded(nested);
  return shares ? shared(short) : Object.fromEntries(short);
}

/** `author: {type: user}` is said as `author.type: user`. */
function folded(nested: ReadonlyMap<string, unknown>): Map<string, unknown> {
  const short = new Map<string, unknown>();
  for (const [name, value] of nested) {
    const [only, ...more] = isObject(value) ? Object.entries(value) : [];
    const folds = only !== undefined && more.length === 0 && !only[0].includes(' & ');
    if (folds) short.set(`${name}.${only[0]}`, only[1]);
    else short.set(name, value);
  }
  return short;
}

function shared(nested: ReadonlyMap<string, unknown>): JsonObject {
  const byValue = new Map<string, { names: string[]; value: unknown }>();
  for (const [name, value] of nested) {
    // Equal numbers mean different things.
    const text = typeof value === 'number' ? `#${name}` : JSON.stringify(value);
    const known = byValue.get(text);
    if (known === undefined) byValue.set(text, { names: [name], value });
    else known.names.push(name);
  }
  return Object.fromEntries(
    [...byValue.values()].map(({ names, value }) => [names.join(' & '), value]),
  );
}
