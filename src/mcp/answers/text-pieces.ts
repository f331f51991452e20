import { isUtf8 } from 'node:buffer';

/** A piece of a text as it was sent, and what it is written in. */
export interface TextPiece {
  readonly text: string;
  readonly encoding: 'utf-8' | 'utf-16' | 'windows-1252';
}

const LINE_FEED = 0x0a;

/** Bytes after which a line is cut, so that none fills the memory. */
const LONGEST_LINE = 1024 * 1024;

/**
 * Decodes bytes as they come, in pieces that end behind a line (or within a very long one). Lines that
 * are no UTF-8 are read as Windows-1252, each by itself, so that a diff may hold files of both.
 * @param chunks cut anywhere
 * @param start the first bytes of them, which tell UTF-16
 */
export async function* textPieces(
  chunks: AsyncIterable<Uint8Array>,
  start: Uint8Array,
): AsyncGenerator<TextPiece> {
  const wide = wideEncoding(start);
  if (wide !== undefined) {
    const decoder = new TextDecoder(wide);
    let rest = '';
    for await (const chunk of chunks) {
      const text = rest + decoder.decode(chunk, { stream: true });
      const end = text.lastIndexOf('\n') + 1 || (text.length > LONGEST_LINE ? text.length : 0);
      rest = text.slice(end);
      if (end > 0) yield { text: text.slice(0, end), encoding: 'utf-16' };
    }
    yield { text: rest + decoder.decode(), encoding: 'utf-16' };
    return;
  }
  for await (const bytes of boundedLines(chunks)) yield* decoded(bytes);
}

/** What the first two bytes say. */
export const wideEncoding = (bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined =>
  bytes[0] === 0xff && bytes[1] === 0xfe
    ? 'utf-16le'
    : bytes[0] === 0xfe && bytes[1] === 0xff
      ? 'utf-16be'
      : undefined;

async function* boundedLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const feed = chunk.lastIndexOf(LINE_FEED) + 1;
    length += chunk.length;
    if (feed === 0 && length < LONGEST_LINE) {
      rest.push(chunk);
      continue;
    }
    const end = feed || lastCharacter(chunk);
    yield Buffer.concat([...rest, chunk.subarray(0, end)]);
    rest = [chunk.subarray(end)];
    length = chunk.length - end;
  }
  if (length > 0) yield Buffer.concat(rest);
}

/** The start of the last character of UTF-8 in some bytes, which may not be whole. */
function lastCharacter(bytes: Uint8Array): number {
  for (let at = bytes.length - 1; at > 0 && at >= bytes.length - 4; at -= 1)
    if (((bytes[at] ?? 0) & 0xc0) !== 0x80) return at;
  return bytes.length;
}

function* decoded(bytes: Buffer): Generator<TextPiece> {
  if (isUtf8(bytes)) {
    yield { text: bytes.toString('utf8'), encoding: 'utf-8' };
    return;
  }
  const other = new TextDecoder('windows-1252');
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(LINE_FEED, start) + 1 || bytes.length;
    const line = bytes.subarray(start, end);
    yield isUtf8(line)
      ? { text: line.toString('utf8'), encoding: 'utf-8' }
      : { text: other.decode(line), encoding: 'windows-1252' };
    start = end;
  }
}
