import { expect, test } from 'vitest';
import { ageWords, before, parseAge } from '../../../src/core/branches/age.ts';

const NOW = Date.parse('2026-03-31T12:00:00Z');
const from = (text: string) => new Date(before(NOW, parseAge(text, '--older-than'))).toISOString();

test.each([
  ['90d', '2025-12-31T12:00:00.000Z', '90 days'],
  ['1w', '2026-03-24T12:00:00.000Z', '1 week'],
  ['1m', '2026-02-28T12:00:00.000Z', '1 month'],
  ['6M', '2025-09-30T12:00:00.000Z', '6 months'],
  ['1y', '2025-03-31T12:00:00.000Z', '1 year'],
  [' 2 y ', '2024-03-31T12:00:00.000Z', '2 years'],
])('%s before a day is %s', (text, day, words) => {
  expect(from(text)).toBe(day);
  expect(ageWords(parseAge(text, '--x'))).toBe(words);
});

test('a year before a leap day is the day before March', () => {
  const leap = Date.parse('2024-02-29T00:00:00Z');
  expect(new Date(before(leap, parseAge('1y', '--x'))).toISOString()).toContain('2023-02-28');
});
