import { expect, test } from 'vitest';
import { readConfig } from '../../../src/core/config.ts';
import { openTerminal } from '../../../src/core/output/terminal.ts';

test.skipIf(process.stdout.isTTY).each([
  ['100', 100],
  ['-5', 80],
  ['0', 80],
  ['1.5', 80],
  ['x', 80],
  ['', 80],
  [undefined, 80],
])('COLUMNS=%s makes a table %i wide', (COLUMNS, width) => {
  expect(openTerminal(readConfig({ HOME: '/', COLUMNS })).width).toBe(width);
});
