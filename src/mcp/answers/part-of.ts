import { BbxError } from '../../core/errors.ts';

/** Characters that one answer holds at most: about 10,000 tokens, which every client accepts. */
export const LONGEST_ANSWER = 40_000;

/** Bytes likewise: what is no Latin script costs up to a token for each three of them. */
const MOST_BYTES = 60_000;

/** A piece of a long text. */
export interface Part {
  readonly text: string;
  readonly start: number;
  /** Where the next piece starts; the length of the whole behind the last one. */
  readonly end: number;
}

/**
 * Takes a piece that an answer can hold. The pieces put together are the text again.
 * @param offset in UTF-16 units, where the last piece said that the next one starts; a negative one
 *   counts from the end, where a log tells what failed
 * @throws BbxError USAGE for an offset behind the end
 */
export function partOf(text: string, offset: number): Part {
  if (offset > 0 && offset >= text.length) {
    throw new BbxError('USAGE', `The answer has ${text.length} characters, offset is ${offset}.`, {
      hint: 'Leave offset away to read from the start.',
    });
  }
  const start = offset < 0 ? lineBehind(text, text.length + offset) : offset;
  const end = cutAt(text, start);
  return { text: text.slice(start, end), start, end };
}

/** The start of the first whole line at or behind a place; the place itself in a very long line. */
function lineBehind(text: string, place: number): number {
  if (place <= 0) return 0;
  const line = text.indexOf('\n', place - 1) + 1;
  if (line > 0 && line < text.length) return line;
  return text.charCodeAt(place) >> 10 === 0x37 ? place + 1 : place;
}

/** Behind the last line that fits, or in the middle of one that does not; never inside a character. */
function cutAt(text: string, offset: number): number {
  const limit = offset + roomAt(text, offset);
  if (text.length <= limit) return text.length;
  const line = text.lastIndexOf('\n', limit - 1) + 1;
  if (line > (offset + limit) / 2) return line;
  const code = text.charCodeAt(limit);
  return code >= 0xdc00 && code <= 0xdfff ? limit - 1 : limit;
}

function roomAt(text: string, offset: number): number {
  let room = LONGEST_ANSWER;
  for (;;) {
    const bytes = Buffer.byteLength(text.slice(offset, offset + room));
    if (bytes <= MOST_BYTES) return room;
    room = Math.floor((room * MOST_BYTES) / bytes);
  }
}
