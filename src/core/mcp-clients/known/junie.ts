import type { Client } from '../client.ts';
import { standard } from '../entries.ts';
import { NAME_ALONE } from '../name-alone.ts';
import { inHome, joined } from '../place.ts';

/** JetBrains Junie. */
export const junie: Client = {
  id: 'junie',
  name: 'JetBrains Junie',
  format: 'json',
  section: 'mcpServers',
  entry: standard,
  user: (place) => {
    const folder = inHome(place, '.junie');
    return [{ paths: [joined(place, folder, 'mcp', 'mcp.json')], signs: [folder] }];
  },
  project: ['.junie/mcp/mcp.json'],
  programs: ['junie'],
  next: 'Restart the IDE, or start a new session of Junie.',
  facts: [
    'Junie asks before it runs a tool, unless the Action Allowlist of its settings names it.',
    'AI Assistant has a page of its own in the settings of the IDE, and does not read this file.',
    NAME_ALONE,
  ],
};
