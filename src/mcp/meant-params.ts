import { isJsonObject, type JsonObject } from '../core/bitbucket/json-object.ts';

/**
 * What is plainly meant by the parameters of a request whose handler the SDK checks by itself: it
 * would answer what does not fit with an internal error of many lines.
 * @returns the parameters, the same object where nothing had to be changed; a text says what is wrong
 */
export function meantParams(method: string, params: JsonObject): JsonObject | string {
  if (method === 'tools/call') return call(params);
  return LISTS.includes(method) ? list(params) : params;
}

const LISTS = ['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'];

function list(params: JsonObject): JsonObject | string {
  const { cursor, ...others } = params;
  if (cursor === null) return others;
  return cursor === undefined || typeof cursor === 'string'
    ? params
    : 'Invalid params: a cursor is a text, and every list here has one page';
}

/** Some clients send the arguments as JSON in a text, and null where there are none. */
function call(params: JsonObject): JsonObject | string {
  if (typeof params.name !== 'string') return 'Invalid params: name has to name a tool';
  const { arguments: given, ...others } = params;
  if (given === undefined || isJsonObject(given)) return params;
  if (given === null) return others;
  const read = typeof given === 'string' ? parsed(given) : given;
  return isJsonObject(read)
    ? { ...params, arguments: read }
    : 'Invalid params: arguments has to be an object';
}

function parsed(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
