import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { collect, jsonBody } from '../../../src/core/client/body.ts';
import type { Method } from '../../../src/core/client/client.ts';
import type { Context } from '../../../src/core/context.ts';
import { BbxError } from '../../../src/core/errors.ts';
import { testContext } from '../../support/context.ts';
import { closedAddress, httpServer, sendJson } from '../../support/http-server.ts';

async function send(context: Context, method: Method = 'GET', path = '/x', body?: unknown) {
  const url = new URL(`${context.config.apiUrl}/2.0${path}`);
  const request = { method, url, ...(body !== undefined && { body: jsonBody(body) }) };
  return await context.client.send(request, async (response) =>
    (await collect(response.body)).toString('utf8'),
  );
}

const failure = async (promise: Promise<unknown>): Promise<BbxError> => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof BbxError) return error;
  throw new Error(`no BbxError but ${String(error)}`);
};

test('a request carries the credential, and a Content-Type only with a body', async () => {
  const server = await httpServer((_, response) => sendJson(response, {}));
  const context = testContext(server.url);
  await send(context, 'POST', '/approve');
  await send(context, 'POST', '/comments', { content: { raw: 'é' } });
  const [bare, full] = server.seen;
  expect(bare?.headers['content-type']).toBeUndefined();
  expect(bare?.headers['content-length']).toBe('0');
  expect(full?.headers['content-type']).toBe('application/json');
  expect(full?.body.toString()).toBe('{"content":{"raw":"é"}}');
  expect(full?.headers.authorization).toBe(
    `Basic ${Buffer.from('ada@example.com:secret-token-of-the-test').toString('base64')}`,
  );
});

test('D19: a read that meets 503 and then a full limit comes through', async () => {
  const server = await httpServer((_, response, count) => {
    if (count === 0) response.writeHead(503).end();
    else if (count === 1) response.writeHead(429, { 'retry-after': '1' }).end('Rate limit');
    else sendJson(response, { ok: true });
  });
  const notes: string[] = [];
  expect(await send(testContext(server.url, { notes }))).toBe('{"ok":true}');
  expect(server.seen).toHaveLength(3);
  expect(notes.join()).toContain('Trying again in 1 s');
});

test('D19: a write that may have had its effect is not repeated', async () => {
  const server = await httpServer((_, response) => response.writeHead(503).end());
  const error = await failure(send(testContext(server.url), 'POST'));
  expect(error).toMatchObject({ code: 'UNAVAILABLE', status: 503 });
  expect(server.seen).toHaveLength(1);
});

test('a lost connection repeats a PUT and not a POST', async () => {
  const server = await httpServer((request, response, count) => {
    if (count === 0 || request.method === 'POST') response.destroy();
    else sendJson(response, { put: true });
  });
  const context = testContext(server.url);
  expect(await send(context, 'PUT', '/x', {})).toBe('{"put":true}');
  const error = await failure(send(context, 'POST', '/x', {}));
  expect(error.code).toBe('NETWORK');
  expect(error.status).toBeUndefined();
  expect(server.seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
});

test('a body that breaks off is fetched again', async () => {
  const server = await httpServer((_, response, count) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '11' });
    if (count > 0) response.end('{"ok":true}');
    else response.write('{"ok', () => response.destroy());
  });
  expect(await send(testContext(server.url))).toBe('{"ok":true}');
});

test('a write that lost its answer and then collides says that it may have done so itself', async () => {
  const server = await httpServer((_, response, count) => {
    if (count === 0) response.destroy();
    else sendJson(response, { error: { message: 'Already there' } }, 409);
  });
  const error = await failure(send(testContext(server.url), 'PUT', '/x', {}));
  expect(error).toMatchObject({ code: 'CONFLICT', status: 409, afterLoss: false });
  expect(error.hint).toMatch(/first try was lost, and that try may have done this/);
});

test('only who writes is told that a write may have had its effect', async () => {
  const server = await httpServer((_, response) => response.writeHead(500).end());
  const context = testContext(server.url);
  expect((await failure(send(context))).hint).toBe(
    'Bitbucket has a problem: try again in a minute.',
  );
  expect((await failure(send(context, 'POST'))).hint).toContain('may have had its effect');
});

test('501 and a page where the API gives JSON are final; a removed operation is gone', async () => {
  const server = await httpServer(({ url }, response) => {
    if (url.endsWith('/no')) response.writeHead(501).end();
    else response.writeHead(403, { 'content-type': 'text/plain' }).end(UNSUPPORTED);
  });
  const context = testContext(server.url);
  expect(await failure(send(context, 'GET', '/no'))).toMatchObject({
    code: 'UNAVAILABLE',
    final: true,
  });
  expect(await failure(send(context, 'GET', '/workspaces'))).toMatchObject({ code: 'GONE' });
  expect(await failure(send(context, 'GET', '/nothing'))).toMatchObject({ code: 'BAD_REQUEST' });
});

const UNSUPPORTED = 'This API does not support token-based authentication.';

test('a short wait is said once, and a second is one', async () => {
  const server = await httpServer((_, response) =>
    response.writeHead(429, { 'retry-after': '1' }).end(),
  );
  const request = { method: 'GET', url: new URL(`${server.url}/2.0/x`), retry: false } as const;
  const error = await failure(testContext(server.url).client.send(request, async () => ''));
  expect(error.message).toBe('The rate limit is reached for 1 more second (HTTP 429).');
  expect(error.hint).toBe('The limit counts for the whole account, over an hour.');
});

test('D16: a limit that lasts says when to come back, without waiting', async () => {
  const server = await httpServer((_, response) => {
    response.writeHead(429, { 'x-ratelimit-reset': '745', 'content-type': 'text/plain' });
    response.end('Rate limit for this resource has been exceeded');
  });
  const error = await failure(send(testContext(server.url)));
  expect(error).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 745 });
  expect(error.message).toContain('745');
  expect(error.hint).toMatch(/Come back at \d\d:\d\d UTC/);
  expect(server.seen).toHaveLength(1);
});

test('D20: a body that stalls ends with the deadline', async () => {
  const server = await httpServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{');
  });
  const error = await failure(send(testContext(server.url, { timeout: 1 })));
  expect(error).toMatchObject({ code: 'TIMEOUT' });
  expect(error.hint).toContain('--timeout');
});

test('a deadline covers the tries and the waits between them', async () => {
  const server = await httpServer((_, response) =>
    response.writeHead(503, { 'retry-after': '20' }).end(),
  );
  const error = await failure(send(testContext(server.url, { timeout: 2 })));
  expect(error).toMatchObject({ code: 'UNAVAILABLE', status: 503 });
});

test('D21: a chunked answer without end stops at the limit', async () => {
  const server = await httpServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const chunk = Buffer.alloc(1024 * 1024, ' ');
    const pour = () => {
      while (!response.destroyed && response.write(chunk));
      response.once('drain', pour);
    };
    pour();
  });
  const error = await failure(send(testContext(server.url)));
  expect(error.message).toContain('larger than 64 MB');
});

test('an abort ends a request in flight', async () => {
  const server = await httpServer(() => undefined);
  const controller = new AbortController();
  const pending = failure(send(testContext(server.url, { signal: controller.signal })));
  await expect.poll(() => server.seen.length).toBe(1);
  controller.abort();
  expect((await pending).code).toBe('CANCELLED');
});

test('a redirect on the same origin keeps the credential, one to another host loses it', async () => {
  const other = await httpServer((_, response) => response.end('from storage'));
  const server = await httpServer(({ url }, response) => {
    if (url === '/2.0/x') response.writeHead(302, { location: '/2.0/y%0D?z=1' }).end();
    else response.writeHead(302, { location: `${other.url}/signed?k=v` }).end();
  });
  expect(await send(testContext(server.url))).toBe('from storage');
  expect(server.seen.map(({ url }) => url)).toEqual(['/2.0/x', '/2.0/y%0D?z=1']);
  expect(server.seen[1]?.headers.authorization).toMatch(/^Basic /);
  expect(other.seen[0]?.headers.authorization).toBeUndefined();
});

test('a credential that a redirect has lost does not come back', async () => {
  const other = await httpServer((_, response) =>
    response.writeHead(302, { location: `${server.url}/2.0/z` }).end(),
  );
  const server = await httpServer(({ url }, response) => {
    if (url === '/2.0/x') response.writeHead(302, { location: other.url }).end();
    else response.end('end');
  });
  await send(testContext(server.url));
  expect(server.seen[1]?.headers.authorization).toBeUndefined();
});

test('a write is not sent to another host, and keeps its method on its own', async () => {
  const other = await httpServer((_, response) => response.end());
  const server = await httpServer(({ url }, response) => {
    if (url === '/2.0/renamed') response.writeHead(301, { location: '/2.0/new' }).end();
    else if (url === '/2.0/new') response.end('kept');
    else response.writeHead(307, { location: other.url }).end();
  });
  const context = testContext(server.url);
  expect(await send(context, 'PUT', '/renamed', { a: 1 })).toBe('kept');
  expect(server.seen[1]).toMatchObject({ method: 'PUT', body: Buffer.from('{"a":1}') });
  expect((await failure(send(context, 'POST', '/x', { secret: 1 }))).message).toContain(
    'not sent to another host',
  );
  expect(other.seen).toHaveLength(0);
});

test('a redirect that goes in circles ends', async () => {
  const server = await httpServer((_, response) =>
    response.writeHead(302, { location: '/2.0/x' }).end(),
  );
  expect((await failure(send(testContext(server.url)))).message).toContain('more than 10');
});

test('a compressed answer arrives unpacked', async () => {
  const server = await httpServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(gzipSync('{"a":1}'));
  });
  expect(await send(testContext(server.url))).toBe('{"a":1}');
});

test('D15: a refused connection is named at once, with no status', async () => {
  const notes: string[] = [];
  const error = await failure(send(testContext(await closedAddress(), { notes })));
  expect(error).toMatchObject({ code: 'NETWORK', status: undefined });
  expect(error.message).toContain('ECONNREFUSED');
  expect(notes).toEqual([]);
});

test('D15: missing credentials name the variables, and nothing is sent', async () => {
  const server = await httpServer((_, response) => sendJson(response, {}));
  const environment = { ATLASSIAN_USER_EMAIL: '', ATLASSIAN_API_TOKEN: '' };
  const error = await failure(send(testContext(server.url, { environment })));
  expect(error).toMatchObject({ code: 'AUTH_MISSING', exitCode: 4 });
  expect(`${error.message} ${error.hint}`).toMatch(/ATLASSIAN_USER_EMAIL.*ATLASSIAN_API_TOKEN/s);
  expect(server.seen).toHaveLength(0);
});
