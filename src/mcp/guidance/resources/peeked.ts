import { isUtf8 } from 'node:buffer';
import type { BytesAnswer } from '../../../core/answer.ts';

/** What the first bytes of a body tell of it. */
export interface Peeked {
  /** All of it, where it is no longer than what was looked at. */
  readonly whole: Buffer | undefined;
  /** The same bytes again, from the first. */
  readonly body: AsyncIterable<Uint8Array>;
  readonly binary: boolean;
}

/** In so many first bytes git looks for a NUL, which no text has. */
const TELLING = 8000;

/** Types of what is no text; servers also give them to texts by their names: a.ts is video/mp2t. */
export const BINARY_TYPE =
  /^(image\/(?!svg)|audio\/|video\/|font\/|application\/(zip|gzip|pdf|x-tar))/i;

/** Looks at the first bytes of a body. */
export async function peeked({ body, contentType }: BytesAnswer, most: number): Promise<Peeked> {
  const chunks: Uint8Array[] = [];
  const source = body[Symbol.asyncIterator]();
  let length = 0;
  let ended = false;
  while (!ended && length <= most) {
    const { value, done } = await source.next();
    if (done) ended = true;
    else {
      chunks.push(value);
      length += value.byteLength;
    }
  }
  const start = Buffer.concat(chunks);
  const binary = hasNul(start) || (ended && BINARY_TYPE.test(contentType) && !isUtf8(start));
  return { whole: ended ? start : undefined, body: again(start, source, ended), binary };
}

const hasNul = (start: Buffer) => start.subarray(0, TELLING).includes(0) && !isWide(start);

/** UTF-16 has zeros, and is text. */
const isWide = ([first, second]: Buffer) =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

async function* again(start: Buffer, rest: AsyncIterator<Uint8Array>, ended: boolean) {
  yield start;
  if (ended) return;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
