import { fillPlaceholders } from '../core/bitbucket/placeholders.ts';
import type { Context } from '../core/context.ts';
import { BbxError } from '../core/errors.ts';
import { readText } from './read-text.ts';

type Json = Record<string, unknown>;

/**
 * Builds a JSON body of fields, as `gh api` reads its -f and -F: a key may nest as a[b]=c, make a
 * list as a[]=x, and a list of objects as a[][b]=c. Text fields come first, typed ones after them.
 * @param raw values taken as text
 * @param typed values read as true, false, null, whole numbers, @FILE, or text with placeholders
 * @throws BbxError USAGE for a key that cannot be read or that contradicts an earlier one
 */
export async function bodyFields(
  raw: readonly string[],
  typed: readonly string[],
  context: Context,
): Promise<Json> {
  const body: Json = Object.create(null);
  for (const field of raw) {
    const { keys, value } = split(field);
    put(body, keys, value);
  }
  for (const field of typed) {
    const { keys, value } = split(field);
    put(body, keys, value === undefined ? undefined : await typedValue(value, context));
  }
  return { ...body };
}

interface Split {
  /** "" stands for []. */
  readonly keys: readonly string[];
  /** Absent for a[] alone, which is an empty list. */
  readonly value: string | undefined;
}

function split(field: string): Split {
  const [, name = '', brackets = '', rest] =
    /^([^[\]=]+)((?:\[[^[\]=]*\])*)(?:=([\s\S]*))?$/.exec(field) ?? [];
  const keys = [name, ...[...brackets.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '')];
  if (name === '') throw bad(field, 'its key cannot be read');
  if (rest === undefined && keys.at(-1) !== '') throw bad(field, 'it has no = and no value');
  return { keys, value: rest };
}

/** Puts a value where its keys lead, making objects and lists on the way. */
function put(body: Json, keys: readonly string[], value: unknown): void {
  const asList = keys.at(-1) === '';
  const names = asList ? keys.slice(0, -1) : keys;
  let at = body;
  let name = names[0] ?? '';
  for (let index = 1; index < names.length; index += 1) {
    const next = names[index] ?? '';
    if (next === '') continue;
    at = names[index - 1] === '' ? itemOf(at, name, next) : objectAt(at, name);
    name = next;
  }
  if (!asList) set(at, name, value);
  else if (value === undefined) listAt(at, name).length = 0;
  else listAt(at, name).push(value);
}

function set(at: Json, name: string, value: unknown): void {
  if (Object.hasOwn(at, name)) throw bad(name, 'it is given twice');
  Object.defineProperty(at, name, { value, enumerable: true, writable: true, configurable: true });
}

function objectAt(at: Json, name: string): Json {
  if (!Object.hasOwn(at, name)) set(at, name, {});
  const found = at[name];
  if (isObject(found)) return found;
  throw bad(name, 'it is an object here, and something else before');
}

function listAt(at: Json, name: string): unknown[] {
  if (!Object.hasOwn(at, name)) set(at, name, []);
  const found = at[name];
  if (Array.isArray(found)) return found;
  throw bad(name, 'it is a list here, and something else before');
}

/** The object of a list that still has room for a key: a[][x]=1 a[][y]=2 fill one, a[][x]=3 begins another. */
function itemOf(at: Json, name: string, key: string): Json {
  const list = listAt(at, name);
  const last = list.at(-1);
  if (isObject(last) && (!Object.hasOwn(last, key) || Array.isArray(last[key]))) return last;
  const item: Json = {};
  list.push(item);
  return item;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

async function typedValue(text: string, context: Context): Promise<unknown> {
  if (text.startsWith('@')) return await readText(text.slice(1));
  if (/^[+-]?\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  return await fillPlaceholders(text, context);
}

const bad = (field: string, why: string) =>
  new BbxError('USAGE', `The field ${JSON.stringify(field)} cannot be used: ${why}.`, {
    hint: 'Write key=value, key[sub]=value, key[]=value, or give the whole body with -b.',
  });
