import { existsSync } from 'node:fs';
import type { Client, UserFile } from './client.ts';
import { onPath } from './on-path.ts';
import type { Place } from './place.ts';

/** Whether a client is installed: a file or folder of it is there, or its program is on PATH. */
export const isInstalled = (client: Client, place: Place): boolean =>
  client.user(place).some(inUse) ||
  client.programs.some((program) => onPath(program, place) !== undefined);

/** Whether one of the places of a client is in use. */
export const inUse = ({ paths, signs }: UserFile): boolean =>
  [...paths, ...signs].some((path) => existsSync(path));
