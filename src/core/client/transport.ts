import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';
import { BbxError } from '../errors.ts';
import type { Body, Method, Response } from './client.ts';
import type { Deadline } from './deadline.ts';
import { isNetworkError, networkError } from './network-error.ts';
import type { Way } from './proxy.ts';
import { unpacked } from './unpack.ts';

/** One request to one host: no redirect is followed, no status is judged. */
export interface Exchange {
  readonly method: Method;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body | undefined;
  readonly deadline: Deadline;
}

/** Sends one exchange and gives its answer, whatever the status. */
export type Transport = (exchange: Exchange) => Promise<Response>;

/**
 * Node's own HTTP client, or undici where a proxy or a CA file is configured. It is not the
 * built-in fetch, which starts a WebAssembly parser that keeps a process 60 ms longer than the
 * request took, and holds an upload in memory whole.
 */
export function createTransport(config: Config): Transport {
  const send = config.proxy || config.caFile ? viaUndici(config) : viaNode;
  return async (exchange) => {
    try {
      const response = await send(exchange);
      return watched(response, exchange);
    } catch (error) {
      throw explained(error, exchange.url, exchange);
    }
  };
}

async function viaNode({ method, url, headers, body, deadline }: Exchange): Promise<Response> {
  const secure = url.protocol === 'https:';
  const { request } = secure ? await import('node:https') : await import('node:http');
  // A kept connection may be closed by the server at any time, and a POST is never repeated.
  const fresh = method === 'POST' ? { agent: false } : {};
  const length = lengthHeader(method, body);
  const options = { method, signal: deadline.signal, headers: { ...headers, ...length }, ...fresh };
  const sent = request(url, options);
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve);
    sent.on('error', reject);
    // Also after a 101, which nobody asked for.
    sent.once('close', () => reject(closed()));
  });
  if (body) await feed(sent, body, deadline, answered);
  else sent.end();
  const answer = await answered;
  const { statusCode = 0, statusMessage = '', rawHeaders } = answer;
  const drop = () => answer.destroy();
  return responseOf(url, statusCode, statusMessage, pairs(rawHeaders), answer, drop);
}

/** A server may answer, with an error, before it took the whole body: then the answer counts. */
async function feed(
  sent: NodeJS.WritableStream,
  body: Body,
  deadline: Deadline,
  answered: Promise<unknown>,
): Promise<void> {
  const { pipeline } = await import('node:stream/promises');
  const sending = pipeline(moving(body, deadline), sent);
  await Promise.race([sending, answered]);
  sending.catch(() => undefined);
}

async function* moving(body: Body, deadline: Deadline): AsyncIterable<Uint8Array> {
  for await (const chunk of body.stream()) {
    deadline.extend();
    yield chunk;
  }
}

/** Bitbucket answers 411 to a write that says no length. */
const lengthHeader = (method: Method, body: Body | undefined): Record<string, string> =>
  body || method === 'POST' || method === 'PUT'
    ? { 'content-length': String(body?.length ?? 0) }
    : {};

function viaUndici(config: Config) {
  let opened: Promise<Way> | undefined;
  return async ({ method, url, headers, body, deadline }: Exchange): Promise<Response> => {
    opened ??= import('./proxy.ts').then(({ openWay }) => openWay(config));
    const { Readable } = await import('node:stream');
    const send = await opened;
    const answer = await send(url, {
      method,
      signal: deadline.signal,
      headers: { ...headers, ...lengthHeader(method, body) },
      body: body ? Readable.from(moving(body, deadline)) : null,
    });
    const named = Object.entries(answer.headers).flatMap(([name, values]) =>
      [values ?? []].flat().map((value) => [name, value] as const),
    );
    const { body: stream } = answer;
    return responseOf(url, answer.statusCode, '', named, stream, () => stream.destroy());
  };
}

type HeaderPairs = Response['headers'];

function pairs(raw: readonly string[]): HeaderPairs {
  const list: (readonly [string, string])[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2)
    list.push([(raw[at] ?? '').toLowerCase(), raw[at + 1] ?? '']);
  return list;
}

function responseOf(
  url: URL,
  status: number,
  statusText: string,
  headers: HeaderPairs,
  body: AsyncIterable<Uint8Array>,
  drop: () => void,
): Response {
  const header = (name: string) =>
    headers
      .filter(([one]) => one === name.toLowerCase())
      .map(([, value]) => value)
      .join(', ');
  return { url, status, statusText, headers, header, body, drop, flow: () => undefined };
}

/** Keeps the deadline over the body. */
function watched(response: Response, exchange: Exchange): Response {
  const { url } = response;
  const { deadline } = exchange;
  const packed = unpacked(response);
  let flows = false;
  const flow = () => {
    flows = true;
  };
  async function* body(): AsyncIterable<Uint8Array> {
    try {
      for await (const chunk of packed) {
        if (flows) deadline.extend();
        yield chunk;
      }
    } catch (error) {
      throw explained(error, url, exchange);
    }
  }
  return { ...response, body: body(), flow };
}

const closed = () =>
  Object.assign(new Error('The connection closed without an answer'), { code: 'ECONNRESET' });

function explained(error: unknown, url: URL, { deadline, method }: Exchange): unknown {
  const reason = deadline.reason(error);
  if (reason instanceof BbxError || !isNetworkError(reason)) return reason;
  return networkError(reason, url.host, method);
}
