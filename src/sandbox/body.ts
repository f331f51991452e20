import { badRequest } from './errors.ts';
import { isList, isObject, type Json, type JsonObject, parseJson } from './json.ts';
import { type Part, parseMultipart } from './multipart.ts';
import type { Call } from './route.ts';

/**
 * The JSON object that a request carries; a urlencoded form counts as a flat one.
 * @throws Refusal 400 when it is neither
 */
export function jsonBody(call: Call): JsonObject {
  const value = call.body.length === 0 ? {} : parsed(call);
  if (!isObject(value)) throw badRequest('Bad request', { '': ['expected a JSON object'] });
  return value;
}

/**
 * The JSON list that a request carries.
 * @throws Refusal 400 when it is none
 */
export function listBody(call: Call): readonly Json[] {
  const value = parsed(call);
  if (!isList(value)) throw badRequest('Bad request', { '': ['expected a JSON list'] });
  return value;
}

function parsed(call: Call): Json {
  if (contentType(call) === 'application/x-www-form-urlencoded') {
    return Object.fromEntries(new URLSearchParams(call.body.toString()));
  }
  const value = parseJson(call.body.toString());
  if (value === undefined) throw badRequest('Bad request');
  return value;
}

/** The parts of a multipart or urlencoded form, in their order. */
export function formBody(call: Call): Part[] {
  const type = call.headers['content-type'] ?? '';
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1];
  if (contentType(call) === 'multipart/form-data' && boundary !== undefined) {
    return parseMultipart(call.body, boundary);
  }
  const pairs = [...new URLSearchParams(call.body.toString())];
  return pairs.map(([name, value]) => ({ name, filename: undefined, bytes: Buffer.from(value) }));
}

/** The media type of a request's body, without parameters. */
function contentType(call: Call): string {
  return (call.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/**
 * Refuses a body without a text that has to be there, in the words of Bitbucket's forms.
 * @throws Refusal 400 with `fields`
 */
export function requireText(value: string | undefined, field: string): string {
  if (value === undefined || value.trim() === '') {
    throw badRequest('Bad request', { [field]: ['This field is required.'] });
  }
  return value;
}
