import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { BbxError } from '../errors.ts';

/**
 * Writes a file whole or not at all: it gets its name when its last byte is there.
 * @returns bytes written
 * @throws BbxError FILE when that is impossible; what the content throws, as it is
 */
export async function saveFile(
  path: string,
  content: AsyncIterable<string | Uint8Array>,
): Promise<number> {
  const part = `${path}.part-${process.pid}`;
  const file = createWriteStream(part, { flags: 'wx' });
  try {
    await pipeline(content, file);
    await rename(part, path);
    return file.bytesWritten;
  } catch (error) {
    await rm(part, { force: true });
    throw isFileError(error) ? unwritable(path, error) : error;
  }
}

const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'path' in error;

const unwritable = (path: string, cause: NodeJS.ErrnoException) =>
  new BbxError('FILE', `Cannot write ${path} (${cause.code}).`, {
    hint: 'Check the folder and its permissions.',
    cause,
  });
