import { isDeepStrictEqual } from 'node:util';
import { BbxError } from '../errors.ts';
import { getAt, isJsonObject, type JsonObject, mergePatch, withAt } from './json-object.ts';
import type { Resource } from './resource.ts';

/** A body for PUT, and the dotted fields in which it differs from what is there. */
export interface Update {
  readonly body: JsonObject;
  /** Empty when the change says what is so already; what cannot be read counts as changed. */
  readonly changed: readonly string[];
}

/**
 * Makes the body of a PUT from what is there and what is to change, after RFC 7396: objects are
 * merged, lists and values replace, null takes away. Holds writable fields alone. A read-only
 * field that is given as it stands is passed over, so that a whole answer may be edited and sent.
 * @param current what GET answered
 * @param changes an object with the fields to change, nested or dotted ("content.raw"); people as
 *   `{uuid}`, `{account_id}`, or either of the two as a text
 * @throws BbxError USAGE when there is no object of changes or nothing in it, BAD_REQUEST when it
 *   names a field that cannot be written, UNAVAILABLE when `current` is no object
 */
export function mergeForUpdate(resource: Resource, current: unknown, changes: unknown): Update {
  if (!isJsonObject(current)) {
    throw new BbxError(
      'UNAVAILABLE',
      `Bitbucket did not answer ${resource.noun} as a JSON object.`,
    );
  }
  if (!isJsonObject(changes) || Object.keys(changes).length === 0) {
    throw new BbxError('USAGE', `Nothing to change: give the fields of ${resource.noun}.`, {
      hint: `Writable: ${writable(resource).join(', ')}.`,
    });
  }
  const given = new Map(leaves(resource, current, changes));
  let body: JsonObject = {};
  for (const field of [...(resource.fixed ?? []), ...resource.keep, ...(resource.may ?? [])]) {
    const before = present(resource, current, field);
    const after = given.has(field) ? replaced(resource, field, before, given.get(field)) : before;
    const send = given.has(field) || !resource.may?.includes(field);
    if (send && after !== undefined) body = withAt(body, field, after);
  }
  const refusal = resource.refuse?.(body);
  if (refusal !== undefined) throw new BbxError('BAD_REQUEST', refusal);
  const changed = [...given.keys()].filter((field) => differs(resource, current, body, field));
  return { body, changed };
}

const writable = (resource: Resource) => [...resource.keep, ...(resource.may ?? [])];

/** The given fields, dotted, after a look at each whether it may be written. */
function leaves(resource: Resource, current: JsonObject, changes: JsonObject): [string, unknown][] {
  const found: [string, unknown][] = [];
  const refused: string[] = [];
  const walk = (object: JsonObject, before: string) => {
    for (const [key, value] of Object.entries(object)) {
      const field = before + key;
      const holdsMore = writable(resource).some((name) => name.startsWith(`${field}.`));
      if (writable(resource).includes(field)) found.push([field, value]);
      else if (holdsMore && isJsonObject(value)) walk(value, `${field}.`);
      else if (!isDeepStrictEqual(value, getAt(current, field))) refused.push(field);
    }
  };
  walk(changes, '');
  if (refused.length > 0) throw refusalOf(resource, refused);
  return found;
}

function refusalOf(resource: Resource, refused: readonly string[]): BbxError {
  const fields = refused.slice(0, 5).map((field) => field.slice(0, 40));
  const advice = Object.entries(resource.instead ?? {})
    .filter(([field]) => fields.includes(field))
    .map(([, sentence]) => sentence);
  const hints = [...new Set(advice), `Writable: ${writable(resource).join(', ')}.`];
  return new BbxError(
    'BAD_REQUEST',
    `An update of ${resource.noun} cannot write ${fields.join(', ')}.`,
    { hint: hints.join(' ') },
  );
}

/** What is there, in the form in which it is sent; undefined for nothing. */
function present(resource: Resource, current: JsonObject, field: string): unknown {
  const value = getAt(current, field) ?? undefined;
  return resource.people?.includes(field) && value !== undefined ? people(field, value) : value;
}

function replaced(resource: Resource, field: string, before: unknown, value: unknown): unknown {
  if (value !== null) {
    return resource.people?.includes(field) ? people(field, value) : mergePatch(before, value);
  }
  if (resource.required?.includes(field)) {
    throw new BbxError('BAD_REQUEST', `${field} of ${resource.noun} cannot be taken away.`, {
      hint: 'Give another value for it instead of null.',
    });
  }
  return resource.empty?.[field] ?? null;
}

const IDENTITIES = ['uuid', 'account_id', 'username'];

/** People as Bitbucket takes them: an identity each and nothing else. */
function people(field: string, list: unknown): JsonObject[] {
  const persons = Array.isArray(list) ? list : [undefined];
  return persons.map((person: unknown) => {
    if (typeof person === 'string') {
      return person.startsWith('{') ? { uuid: person } : { account_id: person };
    }
    const identity = IDENTITIES.find((key) => typeof getAt(person, key) === 'string');
    if (identity !== undefined) return { [identity]: getAt(person, identity) };
    throw new BbxError('BAD_REQUEST', `${field} is a list of people, each by uuid or account_id.`, {
      hint: `For example {"${field}": [{"uuid": "{...}"}]}; "bbx get" of it lists who is there.`,
    });
  });
}

/** Nothing, null and the empty value of a field are the same. */
function differs(resource: Resource, current: JsonObject, body: JsonObject, field: string) {
  const none = resource.empty?.[field] ?? null;
  const before = present(resource, current, field) ?? none;
  const unreadable = !Object.hasOwn(current, field.split('.')[0] ?? '');
  return unreadable || !isDeepStrictEqual(before, getAt(body, field) ?? none);
}
