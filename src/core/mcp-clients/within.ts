import { lstatSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { BbxError } from '../errors.ts';

/**
 * Refuses a file of a project that links lead out of it: a clone must not choose which of a
 * person's own files is written.
 * @param target where the file's own links lead
 * @param name as a person knows the file
 * @throws BbxError FILE
 */
export function expectWithin(folder: string, target: string, name: string): void {
  const path = relative(realpathSync(folder), realPathOf(target) ?? '/');
  if (path !== '..' && !/^\.\.[\\/]/.test(path) && !isAbsolute(path)) return;
  throw new BbxError('FILE', `${name} is a link that leads out of the project.`, {
    hint: 'It was left alone. Put a file of the project there, or leave --project away.',
  });
}

/** Whether two paths are the same place, by whatever names. */
export function isSamePlace(one: string, other: string): boolean {
  return resolve(one) === resolve(other) || real(one) === real(other);
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/** The real path of what is there of a path; undefined where a link in it leads nowhere. */
function realPathOf(path: string): string | undefined {
  try {
    lstatSync(path);
  } catch {
    return dirname(path) === path ? path : realPathOf(dirname(path));
  }
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
