import type { Client } from '../client.ts';
import { standard } from '../entries.ts';
import { inHome, joined, named } from '../place.ts';

/** Codex. */
export const codex: Client = {
  id: 'codex',
  name: 'Codex',
  format: 'toml',
  section: 'mcp_servers',
  entry: standard,
  user: (place) => {
    const folder = named(place, 'CODEX_HOME', inHome(place, '.codex'));
    return [{ paths: [joined(place, folder, 'config.toml')], signs: [folder] }];
  },
  movedBy: 'CODEX_HOME',
  project: ['.codex/config.toml'],
  programs: ['codex'],
  next: 'Start a new session of Codex.',
  projectNext: 'Codex reads the file of a project only where the project is trusted.',
  facts: [
    'It gives a server only HOME, LANG, PATH, SHELL, TERM and the variables for certificates: a token in the shell does not arrive. Sign in with `bbx auth login`, or name the variables in `env_vars`.',
  ],
  check: 'codex mcp get bitbucket',
};
