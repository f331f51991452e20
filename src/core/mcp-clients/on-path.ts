import { accessSync, constants, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { joined, type Place } from './place.ts';

/** The whole path of a program on PATH; undefined where there is none. Relative folders do not count. */
export function onPath(program: string, place: Place): string | undefined {
  const windows = place.platform === 'win32';
  const endings = windows ? ['.exe', '.cmd', ''] : [''];
  return (place.environment.PATH ?? '')
    .split(windows ? ';' : ':')
    .filter(isAbsolute)
    .flatMap((folder) => endings.map((ending) => joined(place, folder, program + ending)))
    .find(isProgram);
}

/** Whether a path is a file that can be started. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
