import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { BbxError } from '../errors.ts';
import { bytesBody } from './body.ts';
import type { Body } from './client.ts';
import { collectInput } from './collect-input.ts';

/**
 * A file as a body, untouched and streamed. "-" is standard input; it and other pipes (a FIFO,
 * <(command)) are read whole, since a retry sends them again. So is a file that says it has no
 * bytes: those of /proc say so and have some.
 * @throws BbxError FILE when it cannot be read or is a folder, or when a pipe is too large; the
 *   stream throws the same when the file has become shorter
 */
export async function fileBody(path: string, contentType: string): Promise<Body> {
  if (path === '-') return bytesBody(await collectInput(process.stdin), contentType);
  const length = await sizeOf(path);
  if (length > 0) return { contentType, length, stream: () => exactly(path, length) };
  return bytesBody(await collectInput(readable(path, undefined)), contentType);
}

/** Bytes of a file; 0 for what says no size. */
async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) {
      await access(path, constants.R_OK);
      return found.isFile() ? found.size : 0;
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
  throw unreadable(path, undefined);
}

/** What was promised as Content-Length: a log that grows meanwhile would break the connection. */
async function* exactly(path: string, length: number): AsyncIterable<Uint8Array> {
  let sent = 0;
  for await (const chunk of readable(path, length)) {
    sent += chunk.byteLength;
    yield chunk;
  }
  if (sent === length) return;
  throw new BbxError('FILE', `${path} changed while it was sent: it became shorter.`, {
    hint: 'Send a copy that nobody writes to; a write may have had its effect, so look before.',
  });
}

async function* readable(path: string, length: number | undefined): AsyncIterable<Uint8Array> {
  const range = length === undefined ? {} : { start: 0, end: length - 1 };
  try {
    yield* createReadStream(path, range);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

const unreadable = (path: string, cause: unknown) =>
  new BbxError('FILE', `Not a readable file: ${path}.`, {
    hint: 'Check the name; nothing was sent.',
    cause,
  });
