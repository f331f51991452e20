import { posix, win32 } from 'node:path';

/** The machine on which a client keeps its files; a parameter, so that each is tested on any. */
export interface Place {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
}

/** Puts a path together as that machine writes it. */
export const joined = ({ platform }: Place, ...parts: readonly string[]): string =>
  (platform === 'win32' ? win32 : posix).join(...parts);

/** A path in the home folder. */
export const inHome = (place: Place, ...parts: readonly string[]): string =>
  joined(place, place.home, ...parts);

/**
 * The folder that a variable names, else the usual one. A relative path counts as absent, as the XDG
 * Base Directory Specification has it: it would be another folder in every place.
 */
export const named = (place: Place, variable: string, usual: string): string =>
  namedFolder(place, variable) ?? usual;

/** The folder that a variable names by its whole path. */
export function namedFolder(
  { platform, environment }: Place,
  variable: string,
): string | undefined {
  const value = environment[variable]?.trim() ?? '';
  return (platform === 'win32' ? win32 : posix).isAbsolute(value) ? value : undefined;
}

/** $XDG_CONFIG_HOME or ~/.config, on every system. */
export const xdgConfig = (place: Place): string =>
  named(place, 'XDG_CONFIG_HOME', inHome(place, '.config'));

/** Where desktop programs keep what is theirs, as Electron's `appData`. */
export function applications(place: Place): string {
  if (place.platform === 'darwin') return inHome(place, 'Library', 'Application Support');
  if (place.platform === 'win32') {
    return named(place, 'APPDATA', inHome(place, 'AppData', 'Roaming'));
  }
  return xdgConfig(place);
}

/** VS Code's folder for the person's own settings. */
export const codeUser = (place: Place): string =>
  joined(place, applications(place), 'Code', 'User');

/** Where an extension of VS Code keeps what is its own. */
export const codeStorage = (place: Place, extension: string): string =>
  joined(place, codeUser(place), 'globalStorage', extension);
