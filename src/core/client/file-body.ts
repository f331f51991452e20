import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { BbxError } from '../errors.ts';
import { bytesBody, collect } from './body.ts';
import type { Body } from './client.ts';

/**
 * A file as a body, untouched and streamed; "-" is standard input, which is read whole, since a
 * retry sends it again.
 * @throws BbxError FILE when it cannot be read or is no file
 */
export async function fileBody(path: string, contentType: string): Promise<Body> {
  if (path === '-') return bytesBody(await collect(process.stdin), contentType);
  const length = await sizeOfFile(path);
  return { contentType, length, stream: () => createReadStream(path) };
}

async function sizeOfFile(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isFile()) return found.size;
  } catch (cause) {
    throw unreadable(path, cause);
  }
  throw unreadable(path, undefined);
}

const unreadable = (path: string, cause: unknown) =>
  new BbxError('FILE', `Not a readable file: ${path}.`, {
    hint: 'Check the name; nothing was sent.',
    cause,
  });
