import { Worker } from 'node:worker_threads';
import { BbxError } from '../../core/errors.ts';
import { inTurn } from './in-turn.ts';
import { lineWindows } from './line-windows.ts';
import type { ReadableText } from './readable-text.ts';

/** A line that fits. */
export interface Hit {
  /** From 1. */
  readonly line: number;
  /** Where the line begins, in characters of the text, and how long it is without its line end. */
  readonly start: number;
  readonly length: number;
  /** Where in the line the first fitting piece begins. */
  readonly at: number;
}

export interface Found {
  /** The first ones at or behind the place where the search began. */
  readonly hits: readonly Hit[];
  /** How many lines of the whole text fit. */
  readonly total: number;
  /** How many lines there are. */
  readonly lines: number;
  /** Whether of a line beyond 16 Mi characters only the beginning was searched. */
  readonly cut: boolean;
}

interface SearchOptions {
  readonly from: number;
  /** The most hits that are wanted. */
  readonly most: number;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for 256 Ki characters, of which an honest expression needs about one. */
  readonly time?: number | undefined;
}

/** Long enough for a machine that has much else to do. */
const LONGEST_WINDOW = 5000;
/** Milliseconds for the whole text. */
const LONGEST_SEARCH = 40_000;
/** Characters of a line that are searched. */
const LONGEST_LINE = 16 * 1024 * 1024;
/** Memory for twice the longest line, in two bytes a character, and what a search needs beside it. */
const RESOURCES = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 };

/**
 * Searches the lines of a text. It is done beside the main thread, where an expression that never
 * comes to an end can be stopped while other calls go on; two searches at a time, the others wait.
 * @param pattern a regular expression of JavaScript; (?i) before it ignores case
 * @throws BbxError USAGE for an expression that cannot be read, or that takes too long
 */
export async function searchLines(
  text: ReadableText,
  pattern: string,
  options: SearchOptions,
): Promise<Found> {
  const { source, flags } = expression(pattern);
  return await inTurn(async () => {
    if (options.signal?.aborted) throw tooSlow();
    const workerData = { source, flags, longest: LONGEST_LINE };
    const resourceLimits = RESOURCES;
    const how = { eval: true, workerData, env: {}, execArgv: [], resourceLimits };
    return await searchedBy(new Worker(SEARCH, how), text, options);
  });
}

async function searchedBy(
  worker: Worker,
  text: ReadableText,
  { from, most, signal, time = LONGEST_WINDOW }: SearchOptions,
): Promise<Found> {
  const stop = () => void worker.terminate();
  const late = setTimeout(stop, LONGEST_SEARCH);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const hits: Hit[] = [];
    let [total, lines, cut] = [0, 0, false];
    for (const window of lineWindows(text)) {
      const isLast = window.start + window.text.length >= text.length;
      const message = { text: window.text, isLast, from, most: most - hits.length };
      const found = await answerOf(worker, message, time);
      total += found.count;
      lines = found.lines;
      cut ||= found.cut;
      for (const [line = 0, start = 0, length = 0, at = 0] of found.hits)
        hits.push({ line, start, length, at });
    }
    return { hits, total, lines, cut };
  } finally {
    clearTimeout(late);
    signal?.removeEventListener('abort', stop);
    await worker.terminate();
  }
}

/** What a worker says of a window. */
interface WindowFound {
  /** Lines that fit and end in it. */
  readonly count: number;
  /** Lines that have ended until then. */
  readonly lines: number;
  readonly cut: boolean;
  /** Of each hit the line from 1, the place of its start, its length, and where it fits. */
  readonly hits: readonly (readonly number[])[];
}

/**
 * As text, since a program in one file has no second one to start. A line that no window holds is
 * put together before it is searched, so that ^ and $ are its own.
 */
const SEARCH = `
const { parentPort, workerData } = require('node:worker_threads');
const { source, flags, longest } = workerData;
const expression = new RegExp(source, flags);
let [begun, left, start, lines, cut] = ['', 0, 0, 0, false];
const add = (piece) => {
  const room = longest - begun.length;
  begun += piece.slice(0, room);
  left += Math.max(0, piece.length - room);
};
parentPort.on('message', ({ text, isLast, from, most }) => {
  const hits = [];
  let count = 0;
  const end = () => {
    lines += 1;
    cut ||= left > 0;
    const line = begun.endsWith('\\r') ? begun.slice(0, -1) : begun;
    const match = expression.exec(line);
    if (match) count += 1;
    if (match && start >= from && hits.length < most)
      hits.push([lines, start, line.length + left, match.index]);
    start += begun.length + left + 1;
    begun = '';
    left = 0;
  };
  const pieces = text.split('\\n');
  const last = pieces.pop();
  for (const piece of pieces) {
    add(piece);
    end();
  }
  add(last);
  if (isLast && begun !== '') end();
  parentPort.postMessage({ count, hits, lines, cut });
});`;

async function answerOf(worker: Worker, message: object, time: number): Promise<WindowFound> {
  const late = setTimeout(() => void worker.terminate(), time);
  try {
    return await new Promise((resolve, reject) => {
      worker.removeAllListeners();
      worker.once('message', resolve);
      worker.once('error', () => reject(tooSlow()));
      worker.once('exit', () => reject(tooSlow()));
      worker.postMessage(message);
    });
  } finally {
    clearTimeout(late);
  }
}

/**
 * Looks whether a search can begin.
 * @throws BbxError USAGE for an expression that cannot be read
 */
export const checkExpression = (pattern: string): void => void expression(pattern);

/** Reads an expression as grep's users write it, too. */
function expression(pattern: string): RegExp {
  const [, named = '', source = pattern] = /^(?:\(\?([a-z-]+)\))?(.*)$/s.exec(pattern) ?? [];
  // Of lines only i says something: ^ and $ are their ends, and no dot meets a line feed.
  if (/[^ims]/.test(named)) {
    throw new BbxError('USAGE', `grep has no flag (?${named}).`, {
      hint: 'It has (?i), which ignores case; ^ and $ are the ends of a line.',
    });
  }
  const flags = `${named.includes('i') ? 'i' : ''}${/\\[pP]\{|\\u\{/.test(source) ? 'u' : ''}`;
  try {
    return new RegExp(source, flags);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BbxError('USAGE', `grep is no regular expression: ${reason}.`, {
      hint: 'Put a backslash before what is meant as it stands: ( ) [ ] { } * + ? . | ^ $.',
      cause,
    });
  }
}

const tooSlow = () =>
  new BbxError(
    'USAGE',
    'grep was stopped: the expression takes too long on this text, or too much memory.',
    {
      hint: 'Use a simpler one, without repetition inside of repetition.',
    },
  );
