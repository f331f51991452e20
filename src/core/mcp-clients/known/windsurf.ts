import type { Client } from '../client.ts';
import { standard } from '../entries.ts';
import { inHome, joined } from '../place.ts';

/** Windsurf. */
export const windsurf: Client = {
  id: 'windsurf',
  name: 'Windsurf',
  format: 'json',
  section: 'mcpServers',
  entry: standard,
  user: (place) => {
    const folder = inHome(place, '.codeium', 'windsurf');
    return [{ paths: [joined(place, folder, 'mcp_config.json')], signs: [folder] }];
  },
  project: [],
  programs: ['windsurf'],
  next: 'Restart Windsurf.',
  facts: ['It has no project files.'],
};
