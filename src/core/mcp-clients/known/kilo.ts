import type { Client } from '../client.ts';
import { listed } from '../entries.ts';
import { codeStorage, joined, xdgConfig } from '../place.ts';

/** Kilo Code. */
export const kilo: Client = {
  id: 'kilo',
  name: 'Kilo Code',
  format: 'json',
  section: 'mcp',
  entry: listed,
  user: (place) => {
    const folder = joined(place, xdgConfig(place), 'kilo');
    const paths = ['kilo.json', 'kilo.jsonc'].map((file) => joined(place, folder, file));
    return [{ paths, signs: [folder, codeStorage(place, 'kilocode.kilo-code')] }];
  },
  movedBy: 'XDG_CONFIG_HOME',
  project: ['kilo.json', 'kilo.jsonc', '.kilo/kilo.json', '.kilo/kilo.jsonc'],
  programs: ['kilo'],
  next: 'Reload the window of VS Code, or start a new session of the CLI.',
  facts: [
    'The CLI and the extension for VS Code read the same file.',
    'Older releases of the extension had mcp_settings.json in its storage, which bbx does not write.',
  ],
};
