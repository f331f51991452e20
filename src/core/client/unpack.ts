import type { Response } from './client.ts';

/** The body as it was before the server packed it for the way. */
export function unpacked({ body, header }: Response): AsyncIterable<Uint8Array> {
  const encoding = header('content-encoding').trim().toLowerCase();
  return encoding === '' || encoding === 'identity' ? body : unpack(body, encoding);
}

/** What `unpacked` understands, for the request to offer. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

async function* unpack(
  body: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncIterable<Uint8Array> {
  const { createBrotliDecompress, createGunzip, createInflate } = await import('node:zlib');
  const { pipeline, Readable } = await import('node:stream');
  const makers: Record<string, typeof createGunzip | typeof createBrotliDecompress> = {
    gzip: createGunzip,
    'x-gzip': createGunzip,
    deflate: createInflate,
    br: createBrotliDecompress,
  };
  const make = makers[encoding];
  if (make === undefined) yield* body;
  else yield* pipeline(Readable.from(body), make(), () => undefined);
}
