import { type FileHandle, lstat, open, readlink, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BbxError } from '../errors.ts';

/** How a file is replaced that is not bbx's own. */
export interface ReplaceOptions {
  /** Permissions, where others than the owner's alone are wanted. */
  readonly mode?: number;
  /** Whose it shall stay, also where root replaces it. */
  readonly owner?: { readonly uid: number; readonly gid: number } | undefined;
  /** What the name of the file in the making ends with, so that it is nobody else's. */
  readonly ending?: string;
}

/**
 * Replaces a file whole or not at all, also when the power fails. It is only for its owner to read
 * and write. To be called by one process at a time.
 * @param path of the file itself, no link
 * @param check is called last; when it throws, nothing has happened
 * @throws BbxError FILE where a device or a pipe is, which a rename would remove; what the file
 *   system throws
 */
export async function replaceFile(
  path: string,
  content: string,
  check: () => Promise<void> = async () => {},
  { mode, owner, ending = '.new' }: ReplaceOptions = {},
): Promise<void> {
  const next = `${path}${ending}`;
  await expectOrdinary(path);
  // One that a crash left behind, perhaps with other permissions.
  await rm(next, { force: true });
  try {
    const file = await open(next, 'wx', 0o600);
    if (owner !== undefined) await file.chown(owner.uid, owner.gid);
    // The umask has no say over permissions that the file had before.
    if (mode !== undefined) await file.chmod(mode);
    await filled(file, content);
    await check();
    await renamed(next, path);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
  await settle(dirname(path));
}

/** The file that a path leads to through symbolic links, also when it is not there yet. */
export async function targetOf(path: string): Promise<string> {
  let target = path;
  for (let links = 0; links < 40; links += 1) {
    const link = await readlink(target).catch(() => undefined);
    if (link === undefined) break;
    target = resolve(dirname(target), link);
  }
  return target;
}

/** A folder is left to the rename, which refuses it. */
async function expectOrdinary(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (!found || found.isFile() || found.isSymbolicLink() || found.isDirectory()) return;
  throw new BbxError('FILE', `${path} is no ordinary file.`, {
    hint: 'It is a device or a pipe, and was left as it is. Name a file.',
  });
}

async function filled(file: FileHandle, content: string): Promise<void> {
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Windows refuses for as long as a virus scanner or another bbx has the file open. */
async function renamed(from: string, to: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (process.platform !== 'win32' || tries === 10) throw error;
      await sleep(tries * 10);
    }
  }
}

/** The new name is safe when the folder is. Windows cannot, and need not. */
async function settle(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
