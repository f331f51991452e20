import { collect, dismiss, jsonBody } from '../client/body.ts';
import type { Method, Request, Response } from '../client/client.ts';
import { followPages, isEnvelope, type Pages } from '../client/pages.ts';
import { readAnswer } from '../client/read-answer.ts';
import type { Query } from '../client/url.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';

/** Writes a path with what stands in it encoded: path`/repositories/${workspace}/${repo}`. */
export const path = (
  texts: TemplateStringsArray,
  ...values: readonly (string | number)[]
): string =>
  String.raw({ raw: texts }, ...values.map((value) => encodeURIComponent(String(value))));

/** What a call sends besides its path. */
export interface CallOptions {
  readonly query?: Query | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** False: it is sent once, whatever comes of it. */
  readonly retry?: false | undefined;
}

/**
 * Calls an endpoint that answers with JSON or nothing, for the nouns of this folder.
 * @param at the path below /2.0, encoded
 * @returns the JSON; undefined where the answer has no body
 * @throws BbxError as Client.send; UNAVAILABLE when the answer is no JSON
 */
export async function call(
  context: Context,
  method: Method,
  at: string,
  options: CallOptions = {},
): Promise<unknown> {
  const { apiUrl } = context.config;
  const request = requestTo(context, method, at, options);
  const answer = await context.client.send(request, (response) =>
    readAnswer(request, response, apiUrl),
  );
  if (answer.kind === 'data') return answer.data;
  if (answer.kind === 'done') return undefined;
  await dismiss(answer.body);
  throw new BbxError('UNAVAILABLE', `${method} ${at} did not answer with JSON.`, {
    hint: 'Something between here and Bitbucket may have answered: check BBX_API_URL and HTTPS_PROXY.',
  });
}

/** Calls an endpoint, and gives the answer's head besides its JSON (merging answers 202 + Location). */
export async function callWithHead(
  context: Context,
  method: Method,
  at: string,
  options: CallOptions = {},
): Promise<{ data: unknown; status: number; location: string }> {
  return await context.client.send(requestTo(context, method, at, options), async (response) => {
    const bytes = await collect(response.body);
    const { status } = response;
    return { data: jsonIn(bytes), status, location: response.header('location') };
  });
}

function jsonIn(bytes: Buffer): unknown {
  try {
    return bytes.length === 0 ? undefined : JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Reads a list, following `next` to its end or to the limit.
 * @param options.limit values to stop after; all when absent
 * @throws BbxError as `call`; UNAVAILABLE when the answer is no list
 */
export async function readList(
  context: Context,
  at: string,
  { query, limit = Number.POSITIVE_INFINITY }: { query?: Query; limit?: number | undefined } = {},
): Promise<Pages> {
  const first = await call(context, 'GET', at, { query });
  if (!isEnvelope(first)) throw new BbxError('UNAVAILABLE', `${at} did not answer with a list.`);
  const { apiUrl, timeout = Number.POSITIVE_INFINITY } = context.config;
  return await followPages(first, requestTo(context, 'GET', at, { query }), {
    client: context.client,
    apiUrl,
    limit,
    until: Date.now() + timeout * 1000,
    progress: context.progress,
  });
}

/**
 * Reads bytes, such as a diff, inside the exchange.
 * @throws BbxError as Client.send, and what `use` throws
 */
export async function readBytes<T>(
  context: Context,
  at: string,
  use: (response: Response) => Promise<T>,
  query?: Query,
): Promise<T> {
  return await context.client.send(requestTo(context, 'GET', at, { query }), use);
}

function requestTo(
  { config }: Context,
  method: Method,
  at: string,
  { query = [], body, retry }: CallOptions,
): Request {
  const url = new URL(`${config.apiUrl}/2.0${at}`);
  for (const [name, value] of query) url.searchParams.append(name, value);
  return { method, url, retry, ...(body !== undefined && { body: jsonBody(body) }) };
}
