import { expect, test } from 'vitest';
import { pageNote } from '../../../src/core/output/page-note.ts';

const next = 'https://api.bitbucket.org/2.0/repositories/acme/backend-api/pullrequests?page=2';

test('a list that is whole needs no note', () => {
  expect(pageNote({ shown: 3, size: 3, partial: false })).toBeUndefined();
});

test('a person is told how many there are and the flag that fetches them', () => {
  expect(pageNote({ shown: 10, size: 64, partial: true, next })).toBe(
    '10 of 64 shown; --all fetches the rest',
  );
  expect(pageNote({ shown: 10, partial: true, next })).toBe(
    '10 shown, more follow; --all fetches the rest',
  );
});

test('a model is told the next page, which may be a cursor', () => {
  expect(pageNote({ shown: 10, size: 64, partial: true, next }, 'model')).toBe(
    '10 of 64 shown; the next page: queryParams {"page": 2}; all of it: all: true',
  );
  const cursor =
    'https://api.bitbucket.org/2.0/repositories/acme/backend-api/commits?ctx=ab&page=d41d8';
  expect(pageNote({ shown: 30, partial: true, next: cursor }, 'model')).toBe(
    `30 shown, more follow; the next page: path: ${JSON.stringify(cursor)}; all of it: all: true`,
  );
});

test('a limit cuts where no page begins', () => {
  expect(pageNote({ shown: 5, size: 64, partial: true }, 'model')).toBe(
    '5 of 64 shown; all of it: all: true',
  );
});
