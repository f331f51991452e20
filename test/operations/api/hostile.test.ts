import { expect, test } from 'vitest';
import type { Answer } from '../../../src/core/answer.ts';
import { collect } from '../../../src/core/client/body.ts';
import { remove } from '../../../src/operations/api/delete.ts';
import { get } from '../../../src/operations/api/get.ts';
import { post } from '../../../src/operations/api/post.ts';
import { testContext } from '../../support/context.ts';
import { httpServer, sendJson } from '../../support/http-server.ts';

const bytesIn = async (answer: Answer) => {
  if (answer.kind !== 'bytes') throw new Error(`an answer of kind ${answer.kind}`);
  return (await collect(answer.body)).toString();
};

const REPO = '/repositories/acme/api';

test.each([`${REPO}/src/abc/empty.txt`, `${REPO}/diff/a..a`])(
  'nothing at %s is no bytes, and not a message',
  async (path) => {
    const server = await httpServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '0' }).end();
    });
    expect(await bytesIn(await get.run({ path }, testContext(server.url)))).toBe('');
  },
);

test('a JSON file that looks like an empty listing stays as it is', async () => {
  const text = '{"pagelen": 1.0, "values": [] }';
  const server = await httpServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(text);
  });
  const answer = await get.run({ path: `${REPO}/src/abc/x.json` }, testContext(server.url));
  expect(await bytesIn(answer)).toBe(text);
});

test('a switch of protocols that nobody asked for ends the request', async () => {
  const server = await httpServer((_, response) => {
    response.socket?.end(
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
    );
  });
  const run = post.run({ path: '/user' }, testContext(server.url));
  await expect(run).rejects.toMatchObject({ code: 'NETWORK' });
});

test('a redirect to nowhere is no answer', async () => {
  const server = await httpServer((_, response) => response.writeHead(302).end('moved'));
  const run = get.run({ path: '/user' }, testContext(server.url));
  await expect(run).rejects.toMatchObject({ code: 'UNAVAILABLE', status: 302 });
});

test('a redirect makes no credential of a user in its address', async () => {
  const other = await httpServer((_, response) => response.end('x'));
  const server = await httpServer((_, response) => {
    const location = `${other.url.replace('//', '//eve:secret@')}/y`;
    response.writeHead(302, { location }).end();
  });
  await get.run({ path: '/user' }, testContext(server.url));
  expect(other.seen[0]?.headers.authorization).toBeUndefined();
});

test('a page without a type is seen for what it is', async () => {
  const server = await httpServer((_, response) => response.end('\n<!DOCTYPE html><p>Sign in'));
  const run = get.run({ path: '/user' }, testContext(server.url));
  await expect(run).rejects.toThrow('HTML page');
});

test('an answer that nests without end is refused', async () => {
  const server = await httpServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('['.repeat(20_000) + ']'.repeat(20_000));
  });
  const run = get.run({ path: '/user' }, testContext(server.url));
  await expect(run).rejects.toThrow('nests deeper than 500');
});

test.each([
  ['empty pages', [], 6],
  ['pages beyond the time', ['a'], 2],
])('a list of %s ends', async (_, values, least) => {
  const server = await httpServer((__, response, count) => {
    const next = `${server.url}/2.0/x?ctx=${count + 1}`;
    setTimeout(() => sendJson(response, { values, next }), values.length * 300);
  });
  const context = testContext(server.url, values.length > 0 ? { timeout: 1 } : {});
  await expect(get.run({ path: '/x', all: true }, context)).rejects.toThrow(
    /does not end|longer than the time/,
  );
  expect(server.seen.length).toBeGreaterThanOrEqual(least);
});

test('a long page is no fault of ours', async () => {
  const server = await httpServer((_, response, count) => {
    if (count === 0) sendJson(response, { values: [], next: `${server.url}/2.0/x?page=2` });
    else sendJson(response, { values: Array.from({ length: 200_000 }, (__, at) => at) });
  });
  const answer = await get.run({ path: '/x', all: true }, testContext(server.url));
  expect(answer).toMatchObject({ kind: 'data', page: { shown: 200_000, partial: false } });
});

test('what was deleted at a try that lost its answer is deleted', async () => {
  const server = await httpServer((_, response, count) => {
    if (count === 0) response.destroy();
    else sendJson(response, { type: 'error', error: { message: 'gone' } }, 404);
  });
  const answer = await remove.run({ path: `${REPO}/hooks/1` }, testContext(server.url));
  expect(answer).toMatchObject({ kind: 'done', data: { answer_lost: true } });
});

test('a 503 that says how long to wait is waited for', async () => {
  const server = await httpServer((_, response, count) => {
    if (count === 0) response.writeHead(503, { 'retry-after': '0.9' }).end();
    else sendJson(response, {});
  });
  const notes: string[] = [];
  await get.run({ path: '/x' }, testContext(server.url, { notes }));
  expect(notes.join()).toContain('Trying again in 1 s');
});

test.each([
  [`${REPO}/issues`, 403, 'This endpoint does not support token-based authentication', 'Jira'],
  [`${REPO}/issues`, 404, '{"type":"error","error":{"message":"Resource not found"}}', 'Jira'],
  [
    `${REPO}/commits/feature/x`,
    403,
    'This endpoint does not support token-based authentication',
    'include=',
  ],
])('%s with %i says what to do instead', async (path, status, body, instead) => {
  const server = await httpServer((_, response) => {
    response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
  });
  const error = await get.run({ path }, testContext(server.url)).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ hint: expect.stringContaining(instead) });
});

test('a server that repeats the credential does not make us print it', async () => {
  const server = await httpServer((request, response) => {
    const message = `bad ${request.headers.authorization}`;
    sendJson(response, { type: 'error', error: { message } }, 401);
  });
  const error = await get
    .run({ path: '/x' }, testContext(server.url))
    .catch((thrown: unknown) => thrown);
  const secret = Buffer.from('ada@example.com:secret-token-of-the-test').toString('base64');
  expect(error).toMatchObject({ code: 'AUTH_REJECTED' });
  expect(JSON.stringify(error)).not.toContain(secret);
});

test('a page and --all contradict each other', async () => {
  const server = await httpServer((_, response) => sendJson(response, { values: [] }));
  const run = get.run({ path: '/x?page=2', all: true }, testContext(server.url));
  await expect(run).rejects.toMatchObject({ code: 'USAGE' });
  expect(server.seen).toHaveLength(0);
});
