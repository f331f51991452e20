import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { checkScopes, restVisitor } from './auth.ts';
import type { Credentials } from './credentials.ts';
import {
  badCredentials,
  badRequest,
  envelope,
  gone,
  lacking,
  noOperation,
  notFound,
  Refusal,
} from './errors.ts';
import { selectFields } from './fields.ts';
import type { Handle } from './listener.ts';
import { readBody } from './read-body.ts';
import type { Call, Reply, Route } from './route.ts';
import { match, type Template, template } from './router.ts';
import { LACKING, REMOVED } from './routes/absent.ts';
import type { World } from './world.ts';

interface Compiled {
  readonly route: Route;
  readonly template: Template;
}

/** Answers the REST API of a world. */
export function apiHandler(
  world: World,
  credentials: Credentials,
  routes: readonly Route[],
): Handle {
  const compiled = routes.map((route) => ({ route, template: template(route.path) }));
  const find = finder(compiled);
  return async (request, response, entry) => {
    const body = await readBody(request, entry);
    const url = new URL(request.url ?? '/', new URL(world.api).origin);
    let reply: Reply;
    try {
      checkHead(request, url, body);
      const { route, params } = find(request.method ?? 'GET', apiPath(url), request);
      const { headers, method = 'GET' } = request;
      const visitor = restVisitor(credentials, headers.authorization);
      if (visitor === undefined && !params.workspace) throw badCredentials();
      checkScopes(visitor, route.scopes);
      const query = url.searchParams;
      const call: Call = { world, method, url, query, headers, params, body, visitor };
      reply = await route.run(call);
    } catch (error) {
      reply = refused(error);
    }
    write(request, response, url, reply);
  };
}

/** Finds the route of a request, or refuses as Bitbucket does when there is none. */
function finder(compiled: readonly Compiled[]) {
  const removed = REMOVED.map((path) => template(path));
  const lack = LACKING.map((operation) => {
    const [method = '', path = ''] = operation.split(' ');
    return { method, path, template: template(path) };
  });
  return (method: string, path: string, request: IncomingMessage) => {
    for (const { route, template: shape } of compiled) {
      const params = route.method === method ? match(shape, path) : undefined;
      if (params !== undefined) return { route, params };
    }
    if (method === 'GET' && removed.some((shape) => match(shape, path))) throw gone();
    const absent = lack.find((one) => one.method === method && match(one.template, path));
    if (absent !== undefined) throw lacking(method, absent.path);
    if (request.headers.authorization === undefined) throw notFound('Resource not found');
    throw noOperation();
  };
}

function apiPath(url: URL): string {
  return url.pathname.slice('/2.0'.length);
}

function checkHead(request: IncomingMessage, url: URL, body: Buffer): void {
  const { headers, method = 'GET', url: raw = '/' } = request;
  if (!/^\/2\.0(?:\/|$)/.test(url.pathname)) throw new Refusal(403, envelope('Forbidden'));
  if (method === 'PATCH') throw noOperation();
  if (/[{}]/.test(raw.split('?')[0] ?? '')) throw badRequest('Unexpected response body');
  if (method !== 'POST' && method !== 'PUT') return;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) {
    throw new Refusal(411, 'Length Required');
  }
  if (body.length === 0 && /^application\/json/i.test(headers['content-type'] ?? '')) {
    throw badRequest('Bad request');
  }
}

function refused(error: unknown): Reply {
  if (!(error instanceof Refusal)) throw error;
  const { status, body, headers } = error;
  if (typeof body !== 'string') return { status, json: body, headers };
  return {
    status,
    bytes: Buffer.from(body),
    headers: { 'content-type': 'text/plain', ...headers },
  };
}

function write(request: IncomingMessage, response: ServerResponse, url: URL, reply: Reply): void {
  const headers: Record<string, string> = { ...reply.headers };
  let body = reply.bytes;
  if (reply.json !== undefined) {
    const fields = reply.status < 300 ? url.searchParams.get('fields') : null;
    const json = selectFields(reply.json, fields, reply.hidden);
    body = Buffer.from(JSON.stringify(json));
    headers['content-type'] ??= 'application/json; charset=utf-8';
  }
  if (body !== undefined) headers['content-length'] = String(body.length);
  if (request.method === 'GET' && reply.status === 200 && body !== undefined) {
    headers.etag ??= `"${createHash('md5').update(body).digest('hex')}"`;
    if (request.headers['if-none-match'] === headers.etag) {
      response.writeHead(304, { etag: headers.etag }).end();
      return;
    }
  }
  response.writeHead(reply.status, headers);
  response.end(request.method === 'HEAD' ? undefined : body);
}
