import type { Client } from '../client.ts';
import { extension } from '../entries.ts';
import { applications, joined, namedFolder, xdgConfig } from '../place.ts';

/** goose. */
export const goose: Client = {
  id: 'goose',
  name: 'goose',
  format: 'yaml',
  section: 'extensions',
  entry: extension,
  user: (place) => {
    const windows = place.platform === 'win32';
    const parts = windows ? [applications(place), 'Block', 'goose'] : [xdgConfig(place), 'goose'];
    const root = namedFolder(place, 'GOOSE_PATH_ROOT');
    const base = root ?? joined(place, ...parts);
    const folder = root !== undefined || windows ? joined(place, base, 'config') : base;
    return [{ paths: [joined(place, folder, 'config.yaml')], signs: [base] }];
  },
  movedBy: 'GOOSE_PATH_ROOT',
  project: [],
  // Another program, for databases, is called goose too.
  programs: [],
  next: 'Start a new session of goose.',
  facts: [
    'It calls servers extensions, and has no project files.',
    'It gives a server the whole environment of the shell.',
  ],
};
