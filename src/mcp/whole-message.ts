import { RELATED_TASK_META_KEY } from '@modelcontextprotocol/server';
import { isJsonObject, type JsonObject } from '../core/bitbucket/json-object.ts';
import { meantParams } from './meant-params.ts';

/** Why a message is none, as JSON-RPC 2.0 answers it; with the id it is about, null for none. */
export interface Fault {
  readonly id: string | number | null;
  readonly code: number;
  readonly message: string;
}

/**
 * Looks at what the SDK would drop without an answer, which keeps its client waiting for ever.
 * What is plainly meant is taken: null for params, `_meta` and a progress token that are left away,
 * and members that JSON-RPC does not know are no part of the message.
 * Source: JSON-RPC 2.0 sections 4 and 5.1; the protocol's schemas for ids, params and `_meta`.
 * @returns the message, the same object where nothing had to be changed, or its fault
 */
export function wholeMessage(
  given: JsonObject,
): { readonly message: JsonObject } | { readonly fault: Fault } {
  // An answer to a question of the server is never answered itself.
  if (!('method' in given) && ('result' in given || 'error' in given)) return { message: given };
  const id = isId(given.id) ? given.id : null;
  const invalid = (message: string) => ({ fault: { id, code: -32600, message } });
  if (given.jsonrpc !== '2.0') return invalid('Invalid request: jsonrpc has to be "2.0"');
  if (typeof given.method !== 'string') return invalid('Invalid request: method has to be a text');
  if ('id' in given && id === null) {
    return invalid('Invalid request: an id is a text or a whole number');
  }
  const message = known(given);
  if (id === null) return { message };
  const wrong = wrongParams(message.params);
  const meant =
    wrong ?? meantParams(given.method, isJsonObject(message.params) ? message.params : {});
  if (typeof meant === 'string') return { fault: { id, code: -32602, message: meant } };
  const same = message.params === undefined || meant === message.params;
  return { message: same ? message : { ...message, params: meant } };
}

const isId = (value: unknown): value is string | number =>
  typeof value === 'string' || Number.isSafeInteger(value);

const KNOWN = ['jsonrpc', 'id', 'method', 'params'];

/** Without nulls where nothing is meant, and without members that are none. */
function known(given: JsonObject): JsonObject {
  const params = isJsonObject(given.params)
    ? withoutNullMeta(given.params)
    : (given.params ?? undefined);
  const same = params === given.params && Object.keys(given).every((name) => KNOWN.includes(name));
  if (same) return given;
  const { jsonrpc, id, method } = given;
  return { jsonrpc, ...('id' in given && { id }), method, ...(params !== undefined && { params }) };
}

function withoutNullMeta(params: JsonObject): JsonObject {
  const { _meta, ...others } = params;
  if (_meta === null) return others;
  if (!isJsonObject(_meta) || _meta.progressToken !== null) return params;
  const { progressToken: _, ...meta } = _meta;
  return { ...others, _meta: meta };
}

function wrongParams(params: unknown): string | undefined {
  if (params === undefined) return undefined;
  if (!isJsonObject(params)) return 'Invalid params: they have to be an object';
  const { _meta: meta } = params;
  if (meta === undefined) return undefined;
  if (!isJsonObject(meta)) return 'Invalid params: _meta has to be an object';
  const { progressToken: token, [RELATED_TASK_META_KEY]: task } = meta;
  if (token !== undefined && !isId(token)) {
    return 'Invalid params: a progress token is a text or a whole number';
  }
  const named = task === undefined || (isJsonObject(task) && typeof task.taskId === 'string');
  return named ? undefined : `Invalid params: ${RELATED_TASK_META_KEY} has to name a task`;
}
