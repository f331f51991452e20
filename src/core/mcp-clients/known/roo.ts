import type { Client } from '../client.ts';
import { standard } from '../entries.ts';
import { NAME_ALONE } from '../name-alone.ts';
import { codeStorage, joined } from '../place.ts';

/** Roo Code. */
export const roo: Client = {
  id: 'roo',
  name: 'Roo Code',
  format: 'json',
  section: 'mcpServers',
  entry: standard,
  user: (place) => {
    const storage = codeStorage(place, 'rooveterinaryinc.roo-cline');
    const path = joined(place, storage, 'settings', 'mcp_settings.json');
    return [{ paths: [path], signs: [storage] }];
  },
  project: ['.roo/mcp.json'],
  programs: [],
  next: 'Roo Code reads its file again by itself; else reload the window of VS Code.',
  facts: [NAME_ALONE],
};
