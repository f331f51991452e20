import { BbxError } from '../errors.ts';
import type { Body } from './client.ts';

/** JSON text that an answer may have at most, in bytes; more is a file, and goes to a stream. */
export const LARGEST_COLLECTED = 64 * 1024 * 1024;

/**
 * Reads a whole body, counting what really arrives: a chunked answer has no length to believe.
 * @throws BbxError BAD_REQUEST beyond the limit
 */
export async function collect(
  body: AsyncIterable<Uint8Array>,
  limit = LARGEST_COLLECTED,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

/** What an answer begins with, up to a limit: enough of an error to explain it. */
export async function head(body: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.byteLength;
    if (length >= limit) break;
  }
  return Buffer.concat(chunks).subarray(0, limit);
}

/** Lets go of a body that nobody wants, and of its connection. */
export async function dismiss(body: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of body) break;
}

const tooLarge = (limit: number) =>
  new BbxError('BAD_REQUEST', `The answer is larger than ${limit / 1024 / 1024} MB.`, {
    hint: 'Ask for less with pagelen or fields, or stream it to a file with --save FILE.',
  });

/** A JSON body. */
export function jsonBody(value: unknown): Body {
  return bytesBody(Buffer.from(JSON.stringify(value)), 'application/json');
}

/** A body that is in memory already. */
export function bytesBody(bytes: Uint8Array, contentType: string): Body {
  return {
    contentType,
    length: bytes.byteLength,
    bytes,
    stream: async function* () {
      yield bytes;
    },
  };
}
