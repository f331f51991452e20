import type { Client } from '../client.ts';
import { switched } from '../entries.ts';
import { codeStorage, inHome, joined, named } from '../place.ts';

/** Cline. */
export const cline: Client = {
  id: 'cline',
  name: 'Cline',
  format: 'json',
  section: 'mcpServers',
  entry: switched,
  user: (place) => {
    const own = named(place, 'CLINE_DIR', inHome(place, '.cline'));
    const file = ['settings', 'cline_mcp_settings.json'];
    const storage = codeStorage(place, 'saoudrizwan.claude-dev');
    return [
      { paths: [joined(place, own, 'data', ...file)], signs: [own] },
      { paths: [joined(place, storage, ...file)], signs: [storage] },
    ];
  },
  movedBy: 'CLINE_DIR',
  project: [],
  programs: ['cline'],
  next: 'Cline in VS Code reads its file again by itself; start a new session of the CLI.',
  facts: [
    'The program and the extension for VS Code each have a file; bbx writes those that are in use.',
    'It has no project files.',
  ],
};
