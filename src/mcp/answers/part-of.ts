import { BbxError } from '../../core/errors.ts';
import type { ReadableText } from './readable-text.ts';
import type { Rows } from './rows-of.ts';

/** Characters that one answer holds at most: about 10,000 tokens, which every client accepts. */
export const LONGEST_ANSWER = 40_000;

/** Bytes likewise: what is no Latin script costs up to a token for each three of them. */
export const MOST_BYTES = 60_000;

/** A piece of a long text. */
export interface Part {
  readonly text: string;
  readonly start: number;
  /** Where the next piece starts; the length of the whole behind the last one. */
  readonly end: number;
}

export interface PartOptions {
  /** The most lines. */
  readonly lines?: number | undefined;
  /** Rows of which none is cut in two. */
  readonly rows?: Rows | undefined;
}

/**
 * Takes a piece that an answer can hold. The pieces put together are the text again.
 * @param offset in UTF-16 units, where the last piece said that the next one starts; a negative one
 *   counts from the end, where a log tells what failed
 * @throws BbxError USAGE for an offset behind the end
 */
export function partOf(
  text: ReadableText,
  offset: number,
  { lines, rows }: PartOptions = {},
): Part {
  checkOffset(text, offset);
  const start = offset < 0 ? lineBehind(text, text.length + offset) : character(text, offset);
  const window = text.read(start, start + LONGEST_ANSWER + 1);
  const room = roomIn(window);
  const end = rowsEnd(rows, start, start + Math.min(room, window.length)) ?? cutAt(window, room);
  const part = window.slice(0, linesEnd(window.slice(0, end), lines));
  return { text: part, start, end: start + part.length };
}

/** @throws BbxError USAGE for an offset behind the end */
export function checkOffset(text: ReadableText, offset: number): void {
  if (offset > 0 && offset >= text.length) {
    throw new BbxError('USAGE', `The answer has ${text.length} characters, offset is ${offset}.`, {
      hint: 'Leave offset away to read from the start.',
    });
  }
}

/** The start of the first whole line at or behind a place; the place itself in a very long line. */
function lineBehind(text: ReadableText, place: number): number {
  if (place <= 0) return 0;
  const line = text.read(place - 1, place + LONGEST_ANSWER).indexOf('\n');
  const start = place + line;
  return line >= 0 && start < text.length ? start : character(text, place);
}

/** Behind a place that is within a character. */
const character = (text: ReadableText, place: number) =>
  isLowHalf(text.read(place, place + 1).charCodeAt(0)) ? place + 1 : place;

const isLowHalf = (code: number) => code >= 0xdc00 && code <= 0xdfff;

/** Behind the last line that fits, or in the middle of one that does not; never inside a character. */
function cutAt(window: string, room: number): number {
  if (window.length <= room) return window.length;
  const line = window.lastIndexOf('\n', room - 1) + 1;
  if (line > room / 2) return line;
  return isLowHalf(window.charCodeAt(room)) ? room - 1 : room;
}

function roomIn(window: string): number {
  let room = LONGEST_ANSWER;
  for (;;) {
    const bytes = Buffer.byteLength(window.slice(0, room));
    if (bytes <= MOST_BYTES) return room;
    room = Math.floor((room * MOST_BYTES) / bytes);
  }
}

/** Behind the last whole row before a place among them, in characters from the start of the part. */
function rowsEnd(rows: Rows | undefined, start: number, limit: number): number | undefined {
  if (rows === undefined || limit >= rows.end) return undefined;
  const before = rows.starts.filter((row) => row > start && row <= limit);
  const last = before.at(-1);
  return last === undefined ? undefined : last - start;
}

/** Behind so many lines of a text. */
function linesEnd(text: string, lines: number | undefined): number {
  if (lines === undefined) return text.length;
  let end = 0;
  for (let count = 0; count < lines && end < text.length; count += 1)
    end = text.indexOf('\n', end) + 1 || text.length;
  return end;
}
