import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { clientPages } from '../../../scripts/client-pages/pages.ts';

const FOLDER = fileURLToPath(new URL('../../../docs/clients/', import.meta.url));

test('docs/clients/ says what the table of clients says (npm run client-pages writes it)', async () => {
  const pages = await clientPages();
  const there = readdirSync(FOLDER);
  expect(there.sort()).toEqual([...pages.keys()].sort());
  for (const name of there) expect(readFileSync(FOLDER + name, 'utf8')).toBe(pages.get(name));
});
