import type { Client } from '../client.ts';
import { typed } from '../entries.ts';
import { inHome, joined, named } from '../place.ts';

/** Claude Code. */
export const claudeCode: Client = {
  id: 'claude-code',
  name: 'Claude Code',
  format: 'json',
  section: 'mcpServers',
  entry: typed,
  user: (place) => {
    // With CLAUDE_CONFIG_DIR the file lies in that folder, else beside ~/.claude.
    const folder = named(place, 'CLAUDE_CONFIG_DIR', place.home);
    return [
      {
        paths: [joined(place, folder, '.claude.json')],
        signs: [named(place, 'CLAUDE_CONFIG_DIR', inHome(place, '.claude'))],
      },
    ];
  },
  movedBy: 'CLAUDE_CONFIG_DIR',
  project: ['.mcp.json'],
  programs: ['claude'],
  next: 'Start a new session of Claude Code.',
  projectNext: 'Claude Code asks each person once whether to use the servers of a project.',
  facts: [
    'It gives a server the whole environment of the shell.',
    'Copilot CLI reads the .mcp.json of a project too: what is added or taken out there is so for both.',
    'It writes its own file often. Where it does so at the same moment, bbx writes nothing and says to run the command again.',
  ],
  check: 'claude mcp get bitbucket',
};
