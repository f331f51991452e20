import type { Client } from '../client.ts';
import { custom } from '../entries.ts';
import { NAME_ALONE } from '../name-alone.ts';
import { applications, inHome, joined, xdgConfig } from '../place.ts';

/** Zed. */
export const zed: Client = {
  id: 'zed',
  name: 'Zed',
  format: 'json',
  section: 'context_servers',
  entry: custom,
  user: (place) => {
    // ~/.config on macOS too: zed.dev/docs/configuring-zed.
    const windows = place.platform === 'win32';
    const folder = windows
      ? joined(place, applications(place), 'Zed')
      : joined(
          place,
          place.platform === 'linux' ? xdgConfig(place) : inHome(place, '.config'),
          'zed',
        );
    return [{ paths: [joined(place, folder, 'settings.json')], signs: [folder] }];
  },
  movedBy: 'XDG_CONFIG_HOME',
  project: ['.zed/settings.json'],
  programs: ['zed', 'zeditor'],
  next: 'Zed reads its file again by itself.',
  projectNext: 'Zed starts the servers of a project only where the worktree is trusted.',
  facts: ['The servers lie in the file of all settings, under "context_servers".', NAME_ALONE],
};
