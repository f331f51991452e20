import { expect, test } from 'vitest';
import { apiAddress, ownAddress } from '../../../src/core/client/url.ts';
import { BbxError } from '../../../src/core/errors.ts';

const API = 'https://api.bitbucket.org';
const fromWeb = (url: URL) => (url.host === 'bitbucket.org' ? '/repositories/acme/x' : undefined);
const resolve = (typed: string, query: [string, string][] = []) =>
  apiAddress(API, typed, query, fromWeb).href;

test.each([
  ['/user', '/2.0/user'],
  ['user', '/2.0/user'],
  ['2.0/user', '/2.0/user'],
  ['/2.0/user', '/2.0/user'],
  [' /user ', '/2.0/user'],
  ['/2.0evil', '/2.0/2.0evil'],
  ['https://api.bitbucket.org/2.0/user?x=1', '/2.0/user?x=1'],
  ['https://bitbucket.org/acme/x', '/2.0/repositories/acme/x'],
  ['/repositories/{b1}/x', '/2.0/repositories/%7Bb1%7D/x'],
  ['/repositories/a/b/src/main/a b.txt', '/2.0/repositories/a/b/src/main/a%20b.txt'],
  ['/repositories/a/b/src/main/100%.txt', '/2.0/repositories/a/b/src/main/100%25.txt'],
  [
    '/repositories/a/b/refs/branches/feat%2Fx%231',
    '/2.0/repositories/a/b/refs/branches/feat%2Fx%231',
  ],
  [
    '/repositories/a/b/diff/a/b:1%0D2?topic=true',
    '/2.0/repositories/a/b/diff/a/b:1%0D2?topic=true',
  ],
  ['/x/é', '/2.0/x/%C3%A9'],
  ['/x?q=state="OPEN" AND a', '/2.0/x?q=state=%22OPEN%22%20AND%20a'],
  ['/x/a..b/...', '/2.0/x/a..b/...'],
])('%s goes to %s', (typed, expected) => {
  expect(resolve(typed)).toBe(`${API}${expected}`);
});

test.each([
  ['/repositories/../user', 'as a segment'],
  ['/repositories/%2e%2E/user', 'as a segment'],
  ['..', 'as a segment'],
  ['/x/.', 'as a segment'],
  ['https://api.bitbucket.org/2.0/../internal', 'as a segment'],
  ['//evil.example/x', 'another host'],
  ['/2.0//evil.example', 'empty segment'],
  ['https://evil.example/2.0/user', 'no address of'],
  ['https://api.bitbucket.org.evil.example/2.0/user', 'no address of'],
  ['https://user:pw@api.bitbucket.org/2.0/user', 'no address of'],
  ['http://api.bitbucket.org/2.0/user', 'no address of'],
  ['https://api.bitbucket.org/internal', 'no address of'],
  ['https://api.bitbucket.org/2.0/user#x', '# would'],
  ['/refs/branches/feat/x#1', '# would'],
  ['/x\\y', 'backslash'],
  ['/x\ny', 'control character'],
  ['/x\u0000y', 'control character'],
  ['', 'empty'],
  ['file:///etc/passwd', 'no address of'],
])('%j is refused before anything is sent (D22)', (typed, why) => {
  const refusal = (() => {
    try {
      return resolve(typed);
    } catch (error) {
      return error;
    }
  })();
  expect(refusal).toBeInstanceOf(BbxError);
  expect(refusal).toMatchObject({ code: 'USAGE', message: expect.stringContaining(why) });
});

test('query parameters are encoded, kept in order, and may repeat', () => {
  const query: [string, string][] = [
    ['state', 'OPEN'],
    ['state', 'MERGED'],
    ['q', 'a+b="c&d"'],
    ['fields', '+values.x'],
  ];
  expect(resolve('/x?pagelen=5', query)).toBe(
    `${API}/2.0/x?pagelen=5&state=OPEN&state=MERGED&q=a%2Bb%3D%22c%26d%22&fields=%2Bvalues.x`,
  );
});

test('an API root with a path of its own keeps everything under it', () => {
  expect(apiAddress('https://proxy.example/bb', '/user', [], fromWeb).href).toBe(
    'https://proxy.example/bb/2.0/user',
  );
  expect(() =>
    apiAddress('https://proxy.example/bb', 'https://proxy.example/2.0/user', [], fromWeb),
  ).toThrow(BbxError);
});

test.each([
  'https://evil.example/2.0/x',
  'https://api.bitbucket.org/3.0/x',
  'http://api.bitbucket.org/2.0/x',
  '/2.0/x',
  'nonsense',
])('a next link to %s gets no credential', (next) => {
  expect(() => ownAddress(API, next)).toThrow(/another place/);
});
