import { isList, isObject, type Json, type JsonObject } from './json.ts';

/** A tree of names: `a.b` becomes {a: {b: {}}}; an empty tree means everything below. */
interface Tree {
  [name: string]: Tree;
}

/**
 * Applies Bitbucket's `fields`: `a.b` keeps only what is named, `-a` leaves out, `+a` adds what is
 * hidden by default, `*` stands for every name.
 * @param value the whole answer, hidden fields included
 * @param hidden dotted names that are left out unless asked for
 */
export function selectFields(
  value: Json,
  fields: string | null,
  hidden: readonly string[] = [],
): Json {
  const names = (fields ?? '').split(',').map((name) => name.trim());
  const less = names.filter((name) => name.startsWith('-')).map((name) => name.slice(1));
  const more = names.filter((name) => name.startsWith('+')).map((name) => name.slice(1));
  const kept = names.filter((name) => name !== '' && !/^[-+]/.test(name));
  if (kept.length > 0) return without(pick(value, tree([...kept, ...more])), tree(less));
  if (less.includes('*')) return pick(value, tree(more));
  const unwanted = hidden.filter(
    (name) =>
      !more.some((wish) => `${name}.`.startsWith(`${wish}.`) || wish.startsWith(`${name}.`)),
  );
  return without(value, tree([...unwanted, ...less]));
}

function tree(names: readonly string[]): Tree {
  const root: Tree = {};
  for (const name of names) {
    let at = root;
    for (const part of name.split('.')) {
      at[part] ??= {};
      at = at[part] ?? {};
    }
  }
  return root;
}

function pick(value: Json, wanted: Tree): Json {
  if (Object.keys(wanted).length === 0) return value;
  if (isList(value)) return value.map((item) => pick(item, wanted));
  if (!isObject(value)) return value;
  const all = wanted['*'];
  const entries = Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
    const below = wanted[key] ?? all;
    return below === undefined ? [] : [[key, pick(inner, below)]];
  });
  return Object.fromEntries(entries);
}

function without(value: Json, unwanted: Tree): Json {
  if (Object.keys(unwanted).length === 0) return value;
  if (isList(value)) return value.map((item) => without(item, unwanted));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
    const below = unwanted[key] ?? unwanted['*'];
    if (below === undefined) return [[key, inner]];
    return Object.keys(below).length === 0 ? [] : [[key, without(inner, below)]];
  });
  const left: JsonObject = Object.fromEntries(entries);
  return left;
}
