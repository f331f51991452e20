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
    return [{ paths: [joined(place, folder, '.claude.json')], signs: [inHome(place, '.claude')] }];
  },
  project: ['.mcp.json'],
  programs: ['claude'],
  next: 'Start a new session of Claude Code.',
  projectNext: 'Claude Code asks each person once whether to use the servers of a project.',
  facts: [
    'It gives a server the whole environment of the shell.',
    'It writes its file often; close running sessions before an install if you want to be sure that none writes at the same moment (bbx never overwrites what it has not read).',
  ],
  check: 'claude mcp get bitbucket',
};
