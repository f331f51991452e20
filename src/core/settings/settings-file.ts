import { isAbsolute, join } from 'node:path';
import type { Config } from '../config.ts';

/** The part of Config that says where settings are. */
export type SettingsPlace = Pick<Config, 'home' | 'environment'>;

/**
 * Names the one file of settings: config.json in BBX_CONFIG_DIR, else in the folder that the system
 * has for such files. On macOS that is ~/.config/bbx as on Linux, where `gh` and git have theirs
 * and where people look who type.
 * @returns undefined without any folder of one's own; a relative one does not count, because it
 *   would be another one in every place, and perhaps somebody else's
 */
export function settingsFile({ home, environment }: SettingsPlace): string | undefined {
  const own = absolute(environment.BBX_CONFIG_DIR);
  if (own) return join(own, 'config.json');
  const windows = process.platform === 'win32';
  const base = absolute(windows ? environment.APPDATA : environment.XDG_CONFIG_HOME);
  if (base) return join(base, 'bbx', 'config.json');
  if (!absolute(home)) return undefined;
  const usual = windows ? ['AppData', 'Roaming'] : ['.config'];
  return join(home, ...usual, 'bbx', 'config.json');
}

const absolute = (path: string | undefined) => {
  const trimmed = path?.trim();
  return trimmed && isAbsolute(trimmed) ? trimmed : undefined;
};
