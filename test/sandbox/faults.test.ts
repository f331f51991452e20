import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type LoggedRequest, logRequest } from '../../src/sandbox/request-log.ts';
import { authorization, BACKEND, type Visited, visited } from './visit.ts';

let bitbucket: Visited;
beforeAll(async () => {
  bitbucket = await visited();
});
afterEach(() => bitbucket.sandbox.faults.clear());
afterAll(() => bitbucket.sandbox.close());

const user = () => bitbucket.visit('GET /user');

/** The raw answer, for those that never become a whole one. */
function open(path = '/user', signal?: AbortSignal): Promise<Response> {
  const headers = { authorization: authorization(bitbucket.sandbox.credentials.full) };
  return fetch(`${bitbucket.sandbox.url}/2.0${path}`, {
    headers,
    signal: signal ?? null,
    redirect: 'manual',
  });
}

describe('faults', () => {
  test('befall as many requests as they should, and only the ones they name', async () => {
    const { faults } = bitbucket.sandbox;
    const headers = { 'content-type': 'text/plain', 'x-ratelimit-reset': '745' };
    faults.add({
      path: '/user',
      times: 2,
      status: 429,
      headers,
      body: 'Rate limit for this resource has been exceeded',
    });
    expect((await bitbucket.visit(`GET ${BACKEND}`)).status).toBe(200);
    const limited = await user();
    expect([limited.status, limited.text, limited.headers.get('x-ratelimit-reset')]).toEqual([
      429,
      'Rate limit for this resource has been exceeded',
      '745',
    ]);
    expect((await user()).status).toBe(429);
    expect((await user()).status).toBe(200);
  });

  test('are chosen by method and expression, and can be taken away', async () => {
    const { faults } = bitbucket.sandbox;
    const remove = faults.add({ method: 'POST', path: /\/user$/, status: 503, times: Infinity });
    expect((await user()).status).toBe(200);
    expect((await bitbucket.visit('POST /user', { send: {} })).status).toBe(503);
    remove();
    expect((await bitbucket.visit('POST /user', { send: {} })).status).toBe(403);
  });

  test('drop the connection before or after the head', async () => {
    const { faults } = bitbucket.sandbox;
    faults.add({ drop: 'before-headers' });
    await expect(open()).rejects.toThrow();
    faults.add({ drop: 'after-headers' });
    const begun = await open();
    expect(begun.status).toBe(200);
    await expect(begun.text()).rejects.toThrow();
  });

  test('stall a body until the client gives up', async () => {
    bitbucket.sandbox.faults.add({ stall: true });
    const stop = new AbortController();
    const begun = await open('/user', stop.signal);
    expect(begun.status).toBe(200);
    const rest = begun.text();
    stop.abort();
    await expect(rest).rejects.toThrow(/abort/);
  });

  test('delay an answer that is otherwise the real one', async () => {
    bitbucket.sandbox.faults.add({ delay: 30 });
    expect((await user()).body.nickname).toBe('maya');
  });

  test('redirect to another origin, and in a circle', async () => {
    const { faults, storageUrl, url } = bitbucket.sandbox;
    faults.add({ redirect: 'other-origin' });
    expect((await open('/user?a=1')).headers.get('location')).toBe(`${storageUrl}/2.0/user?a=1`);
    faults.add({ redirect: 'loop' });
    expect((await open()).headers.get('location')).toBe(`${url}/2.0/user`);
  });

  test('stream as much as is asked for, without a length', async () => {
    bitbucket.sandbox.faults.add({ stream: 5_000_001 });
    const response = await open();
    expect(response.headers.get('content-length')).toBeNull();
    expect((await response.arrayBuffer()).byteLength).toBe(5_000_001);
  });

  test('cut the real body short of its announced length', async () => {
    bitbucket.sandbox.faults.add({ truncate: 10 });
    const response = await open();
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100);
    await expect(response.text()).rejects.toThrow();
  });
});

test('every request is in the log, with what was sent and answered', async () => {
  await bitbucket.visit(`POST ${BACKEND}/pullrequests/45/comments?x=1`, {
    send: { content: { raw: 'x' } },
  });
  expect(bitbucket.sandbox.requests.at(-1)).toMatchObject({
    server: 'api',
    method: 'POST',
    path: `/2.0${BACKEND}/pullrequests/45/comments?x=1`,
    bodySize: 23,
    status: 201,
    aborted: false,
  });
});

test('the log forgets the oldest requests, so that a long run stays small', () => {
  const log: LoggedRequest[] = [];
  for (let index = 0; index < 2500; index++) {
    const entry = { method: 'GET', path: `/${index}`, headers: {}, bodySize: 0, status: 0 };
    logRequest(log, { server: 'api', ...entry, aborted: false });
  }
  expect([log.length, log[0]?.path]).toEqual([2000, '/500']);
});
