import { createWriteStream } from 'node:fs';
import { lstat, realpath, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { BbxError } from '../errors.ts';

/**
 * Writes a file whole or not at all: it gets its name when its last byte is there. A link stays a
 * link, and what is no regular file (/dev/null, a pipe) is written to as it is.
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
    return await replace(there ? await realpath(path) : path, content);
  } catch (error) {
    throw isFileError(error) ? unwritable(path, error) : error;
  }
}

async function replace(path: string, content: AsyncIterable<string | Uint8Array>): Promise<number> {
  const part = `${path}.part-${process.pid}`;
  try {
    const written = await pour(content, part, 'wx');
    await rename(part, path);
    return written;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function pour(content: AsyncIterable<string | Uint8Array>, path: string, flags: string) {
  const file = createWriteStream(path, { flags });
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
