import type { Client } from '../client.ts';
import { standard } from '../entries.ts';
import { inHome, joined, named } from '../place.ts';

/** Qwen Code. */
export const qwen: Client = {
  id: 'qwen',
  name: 'Qwen Code',
  format: 'json',
  section: 'mcpServers',
  entry: standard,
  user: (place) => {
    const folder = named(place, 'QWEN_HOME', inHome(place, '.qwen'));
    return [{ paths: [joined(place, folder, 'settings.json')], signs: [folder] }];
  },
  movedBy: 'QWEN_HOME',
  project: ['.qwen/settings.json'],
  programs: ['qwen'],
  next: 'Start a new session of Qwen Code.',
  projectNext: 'Qwen Code asks each person once whether to use the servers of a project.',
  facts: ['It gives a server the whole environment of the shell.'],
  check: 'qwen mcp list',
};
