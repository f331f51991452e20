import type { Client } from '../client.ts';
import { standard } from '../entries.ts';
import { NAME_ALONE } from '../name-alone.ts';
import { inHome } from '../place.ts';

/** Cursor. */
export const cursor: Client = {
  id: 'cursor',
  name: 'Cursor',
  format: 'json',
  section: 'mcpServers',
  entry: standard,
  user: (place) => [
    { paths: [inHome(place, '.cursor', 'mcp.json')], signs: [inHome(place, '.cursor')] },
  ],
  project: ['.cursor/mcp.json'],
  programs: ['cursor', 'cursor-agent'],
  next: 'Restart Cursor.',
  facts: [NAME_ALONE],
};
