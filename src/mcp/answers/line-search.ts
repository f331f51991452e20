import { Worker } from 'node:worker_threads';
import { BbxError } from '../../core/errors.ts';
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

/**
 * Searches the lines of a text. It is done beside the main thread, where an expression that never
 * comes to an end can be stopped while other calls go on.
 * @param pattern a regular expression of JavaScript; (?i) before it ignores case
 * @throws BbxError USAGE for an expression that cannot be read, or that takes too long
 */
export async function searchLines(
  text: ReadableText,
  pattern: string,
  { from, most, signal, time = LONGEST_WINDOW }: SearchOptions,
): Promise<Found> {
  const worker = searcher(expression(pattern));
  const stop = () => void worker.terminate();
  const late = setTimeout(stop, LONGEST_SEARCH);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const hits: Hit[] = [];
    let [total, line] = [0, 1];
    for (const window of lineWindows(text)) {
      const wanted = { from: from - window.start, most: most - hits.length };
      const found = await answerOf(worker, { text: window.text, ...wanted }, time);
      total += found.count;
      for (const [row = 0, start = 0, length = 0, at = 0] of found.hits)
        hits.push({ line: line + row, start: window.start + start, length, at });
      line += found.feeds;
    }
    return { hits, total };
  } finally {
    clearTimeout(late);
    signal?.removeEventListener('abort', stop);
    await worker.terminate();
  }
}

/** What a worker says of a window. */
interface WindowFound {
  readonly count: number;
  readonly feeds: number;
  /** Of each hit the line from 0, the place of its start, its length, and where it fits. */
  readonly hits: readonly (readonly number[])[];
}

const searcher = ({ source, flags }: RegExp) =>
  new Worker(SEARCH, { eval: true, workerData: { source, flags }, env: {}, execArgv: [] });

/** As text, since a program in one file has no second one to start. */
const SEARCH = `
const { parentPort, workerData } = require('node:worker_threads');
const expression = new RegExp(workerData.source, workerData.flags);
parentPort.on('message', ({ text, from, most }) => {
  const hits = [];
  let [count, start, row] = [0, 0, 0];
  for (const whole of text.split('\\n')) {
    const line = whole.endsWith('\\r') ? whole.slice(0, -1) : whole;
    const match = start < text.length || whole !== '' ? expression.exec(line) : null;
    if (match) {
      count += 1;
      if (start >= from && hits.length < most) hits.push([row, start, line.length, match.index]);
    }
    start += whole.length + 1;
    row += 1;
  }
  parentPort.postMessage({ count, hits, feeds: row - 1 });
});`;

async function answerOf(worker: Worker, message: object, time: number): Promise<WindowFound> {
  const late = setTimeout(() => void worker.terminate(), time);
  try {
    return await new Promise((resolve, reject) => {
      worker.removeAllListeners();
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(tooSlow()));
      worker.postMessage(message);
    });
  } finally {
    clearTimeout(late);
  }
}

/** Reads an expression as grep's users write it, too. */
function expression(pattern: string): RegExp {
  const [, flag = '', source = pattern] = /^(\(\?i\))?(.*)$/s.exec(pattern) ?? [];
  const flags = `${flag && 'i'}${/\\[pP]\{|\\u\{/.test(source) ? 'u' : ''}`;
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
  new BbxError('USAGE', 'grep was stopped: the expression takes too long on this text.', {
    hint: 'Use a simpler one, without repetition inside of repetition.',
  });
