import type { Client } from '../client.ts';
import { listed } from '../entries.ts';
import { joined, xdgConfig } from '../place.ts';

/** opencode. */
export const opencode: Client = {
  id: 'opencode',
  name: 'opencode',
  format: 'json',
  section: 'mcp',
  entry: listed,
  user: (place) => {
    const folder = joined(place, xdgConfig(place), 'opencode');
    const paths = ['opencode.json', 'opencode.jsonc'].map((file) => joined(place, folder, file));
    return [{ paths, signs: [folder] }];
  },
  movedBy: 'XDG_CONFIG_HOME',
  project: ['opencode.json', 'opencode.jsonc'],
  programs: ['opencode'],
  next: 'Start a new session of opencode.',
  facts: [
    'It gives a server the whole environment of the shell.',
    'It starts the servers of a project without asking.',
  ],
  check: 'opencode mcp list',
};
