import { expect, test } from 'vitest';
import { pageNote } from '../../../src/core/output/page-note.ts';

const next = 'https://api.bitbucket.org/2.0/repositories/acme/backend-api/pullrequests?page=2';

test('a list that is whole needs no note', () => {
  expect(pageNote({ shown: 3, size: 3 })).toBeUndefined();
});

test('a person is told how many there are and the flag that fetches them', () => {
  expect(pageNote({ shown: 10, size: 64, next })).toBe('10 of 64 shown; --all fetches the rest');
  expect(pageNote({ shown: 10, next })).toBe('10 shown, more follow; --all fetches the rest');
});

test('a model is told the next page, which may be a cursor', () => {
  expect(pageNote({ shown: 10, size: 64, next }, 'model')).toBe(
    '10 of 64 shown; the next page: queryParams {"page": 2}; all of it: all: true',
  );
  const cursor =
    'https://api.bitbucket.org/2.0/repositories/acme/backend-api/commits?ctx=ab&page=d41d8';
  expect(pageNote({ shown: 30, next: cursor }, 'model')).toContain('{"page": "d41d8"}');
});
