import type { Client } from '../client.ts';
import { standard } from '../entries.ts';
import { applications, joined } from '../place.ts';

/** Claude Desktop. */
export const claudeDesktop: Client = {
  id: 'claude-desktop',
  name: 'Claude Desktop',
  format: 'json',
  section: 'mcpServers',
  entry: standard,
  user: (place) => {
    const folder = joined(place, applications(place), 'Claude');
    return [{ paths: [joined(place, folder, 'claude_desktop_config.json')], signs: [folder] }];
  },
  project: [],
  programs: [],
  next: 'Quit Claude Desktop and start it again.',
  facts: ['It has no project files.'],
};
