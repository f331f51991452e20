import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/core/config.ts';
import { routeTo } from '../../../src/core/doctor/route.ts';

describe('the way to the API', () => {
  const way = (NO_PROXY: string, BBX_API_URL = 'https://api.example.com') =>
    routeTo(readConfig({ HTTPS_PROXY: 'http://127.0.0.1:1', NO_PROXY, BBX_API_URL })).proxy?.href;

  test.each(['*', 'api.example.com', 'example.com', '.example.com', 'x, API.example.com:443'])(
    'spares NO_PROXY=%s the proxy',
    (names) => expect(way(names)).toBeUndefined(),
  );

  test.each(['', 'ample.com', 'api.example.com:8080', 'other.com'])(
    'does not for NO_PROXY=%s',
    (names) => expect(way(names)).toBe('http://127.0.0.1:1/'),
  );

  test('to plain http has no proxy', () => expect(way('', 'http://127.0.0.1:2')).toBeUndefined());
});
