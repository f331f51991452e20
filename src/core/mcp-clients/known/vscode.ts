import type { Client } from '../client.ts';
import { typed } from '../entries.ts';
import { NAME_ALONE } from '../name-alone.ts';
import { codeUser, joined } from '../place.ts';

/** VS Code. */
export const vscode: Client = {
  id: 'vscode',
  name: 'VS Code',
  format: 'json',
  section: 'servers',
  entry: typed,
  user: (place) => [
    { paths: [joined(place, codeUser(place), 'mcp.json')], signs: [codeUser(place)] },
  ],
  project: ['.vscode/mcp.json'],
  programs: ['code'],
  next: 'VS Code asks whether to trust the server when it starts it for the first time.',
  projectNext: 'VS Code asks each person whether to trust the server of a project.',
  facts: ['The file has "servers" where other clients have "mcpServers".', NAME_ALONE],
};
