import type { Client } from '../client.ts';
import { standard } from '../entries.ts';
import { joined, named } from '../place.ts';

/** Gemini CLI. */
export const gemini: Client = {
  id: 'gemini',
  name: 'Gemini CLI',
  format: 'json',
  section: 'mcpServers',
  entry: standard,
  user: (place) => {
    const folder = joined(place, named(place, 'GEMINI_CLI_HOME', place.home), '.gemini');
    return [{ paths: [joined(place, folder, 'settings.json')], signs: [folder] }];
  },
  movedBy: 'GEMINI_CLI_HOME',
  project: ['.gemini/settings.json'],
  programs: ['gemini'],
  next: 'Start a new session of Gemini CLI, in a folder that it trusts: in others it starts no server.',
  facts: [
    "It drops variables whose names look like secrets (TOKEN, KEY, SECRET, CERT): a token in the shell does not arrive, nor does NODE_EXTRA_CA_CERTS. Sign in with `bbx auth login`, and set `bbx config set ca_file` for a company's certificate.",
  ],
  check: 'gemini mcp list',
};
