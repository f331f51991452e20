import { expect, test } from 'vitest';
import { choiceOf } from '../../src/tui/confirm-keys.ts';

test.each([
  ['y', 'yes'],
  ['Y\r', 'yes'],
  ['yes\r\n', 'yes'],
  ['n\r', 'no'],
  ['N', 'no'],
  ['\r', 'no'],
  ['\u0004', 'no'],
  ['\u0003', 'cancelled'],
  ['y\u0003', 'cancelled'],
  ['maybe\r', 'no'],
  ['any', undefined],
  ['[1;5Y', undefined],
  ['', undefined],
])('%j to a question means %s', (keys, choice) => {
  expect(choiceOf(keys)).toBe(choice);
});
