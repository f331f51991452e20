import type { BytesAnswer } from '../../core/answer.ts';
import { BbxError } from '../../core/errors.ts';
import { sanitizeForModel } from '../../core/output/sanitize.ts';
import type { TextWithRemarks } from './text-with-remarks.ts';

/** Bytes of a file or a diff that are read for an agent. */
const LARGEST_TEXT = 16 * 1024 * 1024;

/** In so many first bytes git looks for a NUL, which no text has. */
const TELLING = 8000;

/** Types of which a file without a NUL is no text either. */
const BINARY_TYPE = /^(image\/(?!svg)|audio\/|video\/|font\/|application\/(zip|gzip|pdf|x-tar))/i;

/**
 * Reads a file or a diff as text, with its own line ends and nothing escaped. What is no text is
 * named with its size, and only as much of it is read as is needed to know that.
 * @throws BbxError USAGE for a text beyond 16 MiB
 */
export async function bytesText(answer: BytesAnswer): Promise<TextWithRemarks> {
  const { bytes, length } = await readText(answer);
  const utf16 = bytes && wideText(bytes);
  if (utf16 !== undefined) return visible(utf16, ['UTF-16, shown as text.']);
  if (bytes === undefined || bytes.includes(0)) return binary(answer, length);
  try {
    return visible(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), []);
  } catch {
    if (BINARY_TYPE.test(answer.contentType)) return binary(answer, length);
    const text = new TextDecoder('windows-1252').decode(bytes);
    return visible(text, ['Not UTF-8: read as Windows-1252 (Latin-1).']);
  }
}

/** What a log paints its words with; without the escape character it would be litter. */
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

/** Line ends of Windows stay, since a diff may be about them. What changes otherwise is said. */
function visible(text: string, remarks: readonly string[]): TextWithRemarks {
  const plain = text.replace(COLOUR, '');
  const shown = plain.split('\r\n').map(sanitizeForModel).join('\r\n');
  return {
    text: shown,
    remarks: [
      ...remarks,
      ...(plain === text ? [] : ['Colour codes are left out.']),
      ...(shown === plain ? [] : ['What cannot be seen is written as <U+…> or ^X here.']),
    ],
  };
}

interface Read {
  /** Absent where it was seen before the end that this is no text. */
  readonly bytes: Buffer | undefined;
  readonly length: number | undefined;
}

async function readText({ body, size }: BytesAnswer): Promise<Read> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let text: boolean | undefined;
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (text !== false) chunks.push(chunk);
    if (text === undefined && length >= TELLING) text = looksLikeText(Buffer.concat(chunks));
    if (text === false && size !== undefined) return { bytes: undefined, length: size };
    if (length > LARGEST_TEXT) {
      if (text === false) return { bytes: undefined, length: undefined };
      throw tooLong(size);
    }
  }
  return { bytes: text === false ? undefined : Buffer.concat(chunks), length };
}

function looksLikeText(start: Buffer): boolean {
  return !start.subarray(0, TELLING).includes(0) || wideEncoding(start) !== undefined;
}

const wideEncoding = (bytes: Buffer) =>
  bytes[0] === 0xff && bytes[1] === 0xfe
    ? 'utf-16le'
    : bytes[0] === 0xfe && bytes[1] === 0xff
      ? 'utf-16be'
      : undefined;

function wideText(bytes: Buffer): string | undefined {
  const encoding = wideEncoding(bytes);
  return encoding && new TextDecoder(encoding).decode(bytes);
}

function binary({ contentType }: BytesAnswer, length: number | undefined): TextWithRemarks {
  const type = contentType.split(';')[0] || 'unknown type';
  const size = length === undefined ? 'more than 16 MiB' : `${length} bytes`;
  const text = `Binary (${type}, ${size}), not shown. bb_clone brings files of a repository to disk.`;
  return { text, remarks: [] };
}

const tooLong = (size: number | undefined) =>
  new BbxError('USAGE', `The text is longer than 16 MiB${size ? ` (${size} bytes)` : ''}.`, {
    hint: 'Ask for a part of it (a diff takes path), or bring it to disk with bb_clone.',
  });
