import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { clientPages } from './client-pages/pages.ts';

/** Writes docs/clients/ from the table of clients. */
const folder = fileURLToPath(new URL('../docs/clients/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, text] of await clientPages()) writeFileSync(folder + name, text);
