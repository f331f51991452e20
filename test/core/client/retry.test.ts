import { expect, test } from 'vitest';
import { askedWait, MAX_RETRIES, retryDelay } from '../../../src/core/client/retry.ts';

const header = (headers: Record<string, string>) => (name: string) => headers[name] ?? '';

test.each(['GET', 'PUT', 'DELETE'] as const)('%s is repeated on what passes by', (method) => {
  for (const outcome of [429, 502, 503, 504, 'lost'] as const) {
    expect(retryDelay(method, outcome, 0, undefined)).toBeGreaterThan(0);
  }
  for (const outcome of [400, 401, 403, 404, 409, 410, 500, 555]) {
    expect(retryDelay(method, outcome, 0, undefined)).toBeUndefined();
  }
});

test('POST is repeated on 429 alone, which says that nothing happened', () => {
  expect(retryDelay('POST', 429, 0, undefined)).toBeGreaterThan(0);
  for (const outcome of [502, 503, 504, 'lost'] as const) {
    expect(retryDelay('POST', outcome, 0, undefined)).toBeUndefined();
  }
});

test('tries are bounded, and waits grow', () => {
  expect(retryDelay('GET', 503, MAX_RETRIES, undefined)).toBeUndefined();
  expect(retryDelay('GET', 503, 2, undefined)).toBeGreaterThan(1400);
});

test('what the server asks for is kept up to a bound', () => {
  expect(retryDelay('GET', 429, 0, 7)).toBe(7000);
  expect(retryDelay('GET', 429, 0, 745)).toBeUndefined();
});

test.each([
  [{ 'retry-after': '3' }, 3],
  [{ 'retry-after': 'Sun, 22 Nov 2026 12:00:10 GMT' }, 10],
  [{ 'x-ratelimit-reset': '745' }, 745],
  [{ 'x-ratelimit-reset': '394, 394;w=3600' }, 394],
  [{ 'retry-after': '5', 'x-ratelimit-reset': '745' }, 5],
  [{ 'x-ratelimit-reset': String(Date.parse('2026-11-22T12:01:00Z') / 1000) }, 60],
  [{}, undefined],
  [{ 'retry-after': 'soon' }, undefined],
])('%j asks for %s seconds', (headers, seconds) => {
  expect(askedWait(header(headers), Date.parse('2026-11-22T12:00:00Z'))).toBe(seconds);
});
