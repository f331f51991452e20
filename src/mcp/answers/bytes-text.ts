import type { BytesAnswer } from '../../core/answer.ts';
import { sanitizeForModel } from '../../core/output/sanitize.ts';
import { diffFiles, isDiff } from './diff-files.ts';
import { endedEarly } from './ended-early.ts';
import type { StoredText } from './stored-text.ts';
import { type TextPiece, textPieces, wideEncoding } from './text-pieces.ts';
import type { WholeAnswer } from './whole-answer.ts';

/** In so many first bytes git looks for a NUL, which no text has. */
const TELLING = 8000;

/** Types of which a file without a NUL is no text either. */
const BINARY_TYPE = /^(image\/(?!svg)|audio\/|video\/|font\/|application\/(zip|gzip|pdf|x-tar))/i;

/** Bytes that are counted of a binary file whose size nobody has told. */
const MOST_COUNTED = 16 * 1024 * 1024;

/**
 * Reads a file, a diff or a log as text, with its own line ends and nothing escaped. What is no text
 * is named with its size, and only as much of it is read as is needed to know that.
 * @param text empty; gets what is read as it comes
 * @throws BbxError USAGE for a text beyond 128 MiB
 */
export async function bytesText(answer: BytesAnswer, text: StoredText): Promise<WholeAnswer> {
  const { start, chunks } = await begun(answer.body);
  // A diff is text, whatever the files are of which it tells.
  const isText = wideEncoding(start) || isDiff(start.toString('latin1', 0, 100));
  if (!isText && start.includes(0)) return await binary(answer, chunks, text);
  const seen = { encodings: new Set<string>(), coloured: false, hidden: false };
  for await (const piece of textPieces(chunks, start)) {
    if (piece.encoding === 'windows-1252' && BINARY_TYPE.test(answer.contentType)) {
      // It is known too late for what was read until here, and that is still in memory or a file.
      return await binary(answer, chunks, text.emptied());
    }
    text.append(shown(piece, seen));
    if (text.failure) break;
  }
  text.end();
  const { encodings, coloured, hidden } = seen;
  const remarks = [
    encodings.has('utf-16') && 'UTF-16, shown as text.',
    encodings.has('windows-1252') && 'Not UTF-8: read as Windows-1252 (Latin-1).',
    coloured && 'Colour codes are left out.',
    hidden && 'What cannot be seen is written as <U+…> or ^X here.',
    ...endedEarly(text),
  ].filter((remark) => remark !== false);
  return { text, remarks, byOthers: text.length > 0, files: diffFiles(text) };
}

/** What a log paints its words with; without the escape character it would be litter. */
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

interface Seen {
  readonly encodings: Set<string>;
  coloured: boolean;
  hidden: boolean;
}

/** Line ends of Windows stay, since a diff may be about them. What changes otherwise is noted. */
function shown({ text, encoding }: TextPiece, seen: Seen): string {
  const plain = text.replace(COLOUR, '');
  const visible = plain.split('\r\n').map(sanitizeForModel).join('\r\n');
  seen.encodings.add(encoding);
  if (plain.length !== text.length) seen.coloured = true;
  if (visible !== plain) seen.hidden = true;
  return visible;
}

interface Begun {
  readonly start: Buffer;
  /** All chunks, those of the start too. */
  readonly chunks: AsyncGenerator<Uint8Array>;
}

async function begun(body: AsyncIterable<Uint8Array>): Promise<Begun> {
  const chunks = body[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  let done = false;
  while (!done && length < TELLING) {
    const next = await chunks.next();
    done = next.done === true;
    if (next.done) break;
    first.push(next.value);
    length += next.value.byteLength;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield* first;
      while (!done) {
        const next = await chunks.next();
        if (next.done) done = true;
        else yield next.value;
      }
    } finally {
      if (!done) await chunks.return?.();
    }
  }
  return { start: Buffer.concat(first).subarray(0, TELLING), chunks: all() };
}

/** A server may send any words as a type; one that is none is not repeated. */
const TYPE = /^[\w.+-]{1,40}\/[\w.+-]{1,80}(?=\s*(;|$))/;

async function binary(
  { contentType, size }: BytesAnswer,
  chunks: AsyncGenerator<Uint8Array>,
  text: StoredText,
): Promise<WholeAnswer> {
  const length = await lengthOf(size, chunks);
  const [type] = TYPE.exec(contentType) ?? ['unknown type'];
  const words = length === undefined ? 'more than 16 MiB' : `${length} bytes`;
  text.append(
    `Binary (${type}, ${words}), not shown. bb_clone brings files of a repository to disk.`,
  );
  text.end();
  return { text, remarks: [], byOthers: false };
}

async function lengthOf(size: number | undefined, chunks: AsyncGenerator<Uint8Array>) {
  let length = 0;
  if (size === undefined) {
    for await (const chunk of chunks) {
      length += chunk.byteLength;
      if (length > MOST_COUNTED) return undefined;
    }
    return length;
  }
  await chunks.return(undefined);
  return size;
}
