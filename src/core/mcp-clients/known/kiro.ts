import type { Client } from '../client.ts';
import { standard } from '../entries.ts';
import { NAME_ALONE } from '../name-alone.ts';
import { inHome, joined } from '../place.ts';

/** Kiro. */
export const kiro: Client = {
  id: 'kiro',
  name: 'Kiro',
  format: 'json',
  section: 'mcpServers',
  entry: standard,
  user: (place) => {
    const folder = inHome(place, '.kiro');
    return [{ paths: [joined(place, folder, 'settings', 'mcp.json')], signs: [folder] }];
  },
  project: ['.kiro/settings/mcp.json'],
  programs: ['kiro', 'kiro-cli'],
  next: 'Restart Kiro.',
  facts: ['The IDE and the CLI read the same files.', NAME_ALONE],
};
