import type { Client } from '../client.ts';
import { copilot as entry } from '../entries.ts';
import { inHome, joined, named } from '../place.ts';

/** Copilot CLI. */
export const copilot: Client = {
  id: 'copilot',
  name: 'Copilot CLI',
  format: 'json',
  section: 'mcpServers',
  entry,
  user: (place) => {
    const folder = named(place, 'COPILOT_HOME', inHome(place, '.copilot'));
    return [{ paths: [joined(place, folder, 'mcp-config.json')], signs: [folder] }];
  },
  movedBy: 'COPILOT_HOME',
  project: ['.mcp.json', '.github/mcp.json'],
  // Another program, of AWS, is called copilot too.
  programs: [],
  next: 'Start a new session of Copilot CLI.',
  projectNext: 'Each person who opens the project has to trust its folder first.',
  facts: [
    'It gives a server the whole environment of the shell.',
    'In a project it reads .mcp.json, the same file as Claude Code: what is added or taken out there is so for both.',
  ],
  check: 'copilot mcp get bitbucket',
};
