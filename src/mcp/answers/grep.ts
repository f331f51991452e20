import type { DiffFileRange } from './diff-files.ts';
import { type Hit, searchLines } from './line-search.ts';
import { LONGEST_ANSWER, MOST_BYTES } from './part-of.ts';
import type { ReadableText } from './readable-text.ts';

export interface GrepOptions {
  /** Where the search begins; negative: so many characters before the end. */
  readonly offset: number;
  /** The most lines that fit; 40 when absent. */
  readonly most?: number | undefined;
  /** Lines around each. */
  readonly context: number;
  /** The files of a diff, to name those that hits are in. */
  readonly files?: readonly DiffFileRange[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Grepped {
  readonly text: string;
  /** Lines in it that fit. */
  readonly shown: number;
  /** Lines of the whole text that fit. */
  readonly total: number;
  /** Where the search goes on; undefined at its end. */
  readonly next: number | undefined;
}

const MOST_HITS = 40;

/** Characters of a line that are shown of it. */
const LONGEST_LINE = 300;

/**
 * Finds lines, and writes them as grep does: `12:fits`, `13-stands next to it`, and before each group
 * the offset at which it can be read on (and in a diff its file).
 * @throws BbxError as searchLines
 */
export async function grep(
  text: ReadableText,
  pattern: string,
  { offset, most = MOST_HITS, context, files, signal }: GrepOptions,
): Promise<Grepped> {
  const from = offset < 0 ? Math.max(0, text.length + offset) : offset;
  // One more, to know where the search goes on.
  const { hits, total } = await searchLines(text, pattern, { from, most: most + 1, signal });
  const groups: string[] = [];
  let [characters, bytes, shown, lastLine] = [0, 0, 0, 0];
  for (const [at, hit] of hits.slice(0, most).entries()) {
    const around = linesAround(text, hit, context, lastLine, hits[at + 1]?.line);
    const first = around[0] ?? { line: hit.line, start: hit.start, text: '' };
    const file = files?.findLast(({ start }) => start <= hit.start)?.path;
    const head = first.line > lastLine + 1 || at === 0 ? [header(first.start, file)] : [];
    const written = `${[...head, ...around.map(({ text: line }) => line)].join('\n')}\n`;
    characters += written.length;
    bytes += Buffer.byteLength(written);
    if (at > 0 && (characters > LONGEST_ANSWER || bytes > MOST_BYTES)) break;
    groups.push(written);
    shown += 1;
    lastLine = around.at(-1)?.line ?? hit.line;
  }
  return { text: groups.join(''), shown, total, next: hits[shown]?.start };
}

const header = (offset: number, file: string | undefined) =>
  `-- offset ${offset}${file === undefined ? '' : ` ${file}`}`;

interface Line {
  readonly line: number;
  readonly start: number;
  readonly text: string;
}

/** A hit and its neighbours, without those that stand there already or come with the next hit. */
function linesAround(
  text: ReadableText,
  hit: Hit,
  context: number,
  lastLine: number,
  nextLine = Number.POSITIVE_INFINITY,
): Line[] {
  const before = Math.min(context, hit.line - 1 - lastLine);
  const after = Math.min(context, nextLine - 1 - hit.line);
  return [
    ...linesBefore(text, hit, before),
    { line: hit.line, start: hit.start, text: `${hit.line}:${pieceOf(text, hit)}` },
    ...linesAfter(text, hit, after),
  ];
}

function linesBefore(text: ReadableText, { line, start }: Hit, count: number): Line[] {
  if (count <= 0) return [];
  const near = text.read(start - 4 * LONGEST_LINE * count, start - 1);
  const lines = near.split('\n').slice(-count);
  let place = start - 1 - lines.join('\n').length;
  return lines.map((content, at) => {
    const number = line - lines.length + at;
    const found = { line: number, start: place, text: `${number}-${cut(content)}` };
    place += content.length + 1;
    return found;
  });
}

function linesAfter(text: ReadableText, { line, start, length }: Hit, count: number): Line[] {
  if (count <= 0) return [];
  const rest = text.read(start + length, start + length + 4 * LONGEST_LINE * count);
  const [, ...lines] = rest.split('\n');
  const whole = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  return whole.slice(0, count).map((content, at) => {
    const number = line + 1 + at;
    return { line: number, start, text: `${number}-${cut(content)}` };
  });
}

const cut = (line: string) => {
  const plain = line.replace(/\r$/, '');
  return plain.length > LONGEST_LINE ? `${plain.slice(0, LONGEST_LINE).toWellFormed()}…` : plain;
};

/** Of a long line what stands around the place that fits. */
function pieceOf(text: ReadableText, { start, length, at }: Hit): string {
  if (length <= LONGEST_LINE) return text.read(start, start + length);
  const first = Math.max(0, Math.min(at - LONGEST_LINE / 3, length - LONGEST_LINE));
  const piece = text.read(start + first, start + first + LONGEST_LINE).toWellFormed();
  return `${first > 0 ? '…' : ''}${piece}${first + LONGEST_LINE < length ? '…' : ''}`;
}
