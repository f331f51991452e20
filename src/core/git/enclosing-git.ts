import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { foldersUpwards } from './folders-upwards.ts';

/** The nearest .git, a folder or a file, from a folder upwards; git itself is not asked. */
export const enclosingGit = (cwd: string): string | undefined =>
  foldersUpwards(cwd)
    .map((folder) => join(folder, '.git'))
    .find((path) => existsSync(path));
