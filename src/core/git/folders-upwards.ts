import { dirname, resolve } from 'node:path';

/** A folder and those that it lies in, the nearest first. */
export function foldersUpwards(folder: string): string[] {
  const at = resolve(folder);
  const above = dirname(at);
  return above === at ? [at] : [at, ...foldersUpwards(above)];
}
