import type { ReadResourceResult } from '@modelcontextprotocol/server';
import type { BytesAnswer } from '../../../core/answer.ts';
import { sanitizeForModel } from '../../../core/output/sanitize.ts';
import { BY_OTHERS } from '../../answers/by-others.ts';
import { bytesText } from '../../answers/bytes-text.ts';
import { partOf } from '../../answers/part-of.ts';
import type { ReadableText } from '../../answers/readable-text.ts';
import { StoredText } from '../../answers/stored-text.ts';
import { BINARY_TYPE, peeked } from './peeked.ts';

export type Contents = ReadResourceResult['contents'];

interface Place {
  readonly uri: string;
  readonly offset: number;
}

interface Text {
  readonly text: string | StoredText;
  readonly mimeType: string;
  readonly remarks?: readonly string[];
  /** Written by others than Bitbucket and bbx. */
  readonly foreign?: boolean;
}

/**
 * Makes contents of a text: a piece that a client can take, and behind it, with the same URI and a
 * fragment, what is to be said of it.
 * @throws BbxError USAGE for an offset behind the end
 */
export function textContents({ uri, offset }: Place, whole: Text): Contents {
  const { mimeType, remarks = [], foreign = false } = whole;
  const all = readable(whole.text);
  const { text, start, end } = partOf(all, offset);
  const cut = start > 0 || end < all.length;
  const rest =
    end < all.length ? ` Read ${uri.replace(/\?.*$/, '')}?offset=${end} for what follows.` : '';
  const said = [
    ...(foreign ? [BY_OTHERS] : []),
    ...remarks,
    ...(cut ? [`Cut: characters ${start} to ${end} of ${all.length}.${rest}`] : []),
  ].join('\n');
  // A piece of JSON is none.
  const type = cut && mimeType === 'application/json' ? 'text/plain' : mimeType;
  return [
    { uri, mimeType: type, text },
    ...(said === ''
      ? []
      : [{ uri: `${uri}#remarks`, mimeType: 'text/plain', text: sanitizeForModel(said) }]),
  ];
}

/** What was stored is safe already, its line ends kept. */
function readable(text: string | StoredText): ReadableText {
  if (typeof text !== 'string') return text;
  const safe = sanitizeForModel(text);
  return { length: safe.length, read: (start, end) => safe.slice(start, end) };
}

/** Bytes of a text that is held in memory while it is read; the rest goes into a private file. */
const MEMORY = 8 * 1024 * 1024;

/** Bytes of a file that is no text and is given all the same: an image, say. */
const LARGEST_BLOB = 512 * 1024;

/**
 * Makes contents of bytes: text as an agent's tools read it; a small binary file as it is.
 * @throws BbxError USAGE for a text beyond 128 MiB, or an offset behind the end
 */
export async function bytesContents(place: Place, answer: BytesAnswer): Promise<Contents> {
  const mimeType = answer.contentType.split(';')[0]?.trim() || 'text/plain';
  const { whole, body, binary } = await peeked(answer, LARGEST_BLOB);
  if (binary && whole) {
    return [{ uri: place.uri, mimeType, blob: whole.toString('base64') }];
  }
  const stored = new StoredText({ used: 0, most: MEMORY });
  try {
    const { text, remarks } = await bytesText({ ...answer, body }, stored);
    if (binary) return textContents(place, { text, mimeType: 'text/plain' });
    const type = BINARY_TYPE.test(mimeType) ? 'text/plain' : mimeType;
    return textContents(place, { text, mimeType: type, remarks, foreign: true });
  } finally {
    stored.close();
  }
}
