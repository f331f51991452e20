import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CLIENTS } from '../../../src/core/mcp-clients/clients.ts';

test('the help of bbx mcp install names every client, and no other', () => {
  const file = new URL('../../../src/commands/mcp/install.ts', import.meta.url);
  const [, names = ''] = /the named ones: ([^.]+)\./.exec(readFileSync(file, 'utf8')) ?? [];
  expect(names.split(/, | and /).sort()).toEqual(CLIENTS.map(({ id }) => id).sort());
});
