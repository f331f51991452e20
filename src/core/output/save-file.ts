import { constants, createWriteStream } from 'node:fs';
import { access, chmod, lstat, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BbxError } from '../errors.ts';

/**
 * Checks what can be known before the content is there: that the folder can be written to, and that
 * the name is neither a folder's nor a file's that is read-only.
 * @throws BbxError FILE
 */
export async function checkSaveable(path: string): Promise<void> {
  try {
    const there = await stat(path).catch(() => undefined);
    if (there?.isDirectory() || /[\\/]$/.test(path)) throw isFolder(path);
    if (there && !there.isFile()) return;
    // Also for the superuser, whom the system would let: it was made so on purpose.
    if (there && (there.mode & 0o222) === 0) throw readOnly(path);
    const target = there ? await realpath(path) : await targetOf(path);
    await access(dirname(target), constants.W_OK | constants.X_OK);
    if (there) await access(target, constants.W_OK);
  } catch (error) {
    throw isFileError(error) ? unwritable(path, error) : error;
  }
}

/** Where a link leads that leads to nothing yet; else the path. */
async function targetOf(path: string): Promise<string> {
  const link = await readlink(path).catch(() => undefined);
  return link === undefined ? path : resolve(dirname(path), link);
}

/**
 * Writes a file whole or not at all: it gets its name when its last byte is there. A link stays a
 * link, and what is no regular file (/dev/null, a pipe) is written to as it is. The new file has the
 * mode of the one whose place it takes.
 * @returns bytes written
 * @throws BbxError FILE when that is impossible; what the content throws, as it is
 */
export async function saveFile(
  path: string,
  content: AsyncIterable<string | Uint8Array>,
): Promise<number> {
  try {
    const there = await lstat(path).catch(() => undefined);
    const target = there?.isSymbolicLink() ? await stat(path).catch(() => undefined) : there;
    if (there && !target?.isFile()) return await pour(content, path, 'w');
    if (target && (target.mode & 0o222) === 0) throw readOnly(path);
    return await replace(there ? await realpath(path) : path, content, target?.mode);
  } catch (error) {
    throw isFileError(error) ? unwritable(path, error) : error;
  }
}

async function replace(
  path: string,
  content: AsyncIterable<string | Uint8Array>,
  mode: number | undefined,
): Promise<number> {
  const part = `${path}.part-${process.pid}`;
  try {
    // Nobody may read of the part what the file did not let them read.
    const written = await pour(content, part, 'wx', mode === undefined ? 0o666 : 0o600);
    if (mode !== undefined) await chmod(part, mode & 0o7777);
    await rename(part, path);
    return written;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function pour(
  content: AsyncIterable<string | Uint8Array>,
  path: string,
  flags: string,
  mode = 0o666,
) {
  const file = createWriteStream(path, { flags, mode });
  await pipeline(content, file);
  return file.bytesWritten;
}

const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'path' in error;

const unwritable = (path: string, cause: NodeJS.ErrnoException) =>
  new BbxError('FILE', `Cannot write ${path} (${cause.code}).`, {
    hint: 'Check the folder and its permissions.',
    cause,
  });

const isFolder = (path: string) =>
  new BbxError('FILE', `${path} is a folder.`, { hint: 'Name a file in it.' });

const readOnly = (path: string) =>
  new BbxError('FILE', `${path} is read-only.`, {
    hint: 'Name another file, or make it writable with chmod u+w.',
  });
