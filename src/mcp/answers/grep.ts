import { type Hit, searchLines } from './line-search.ts';
import { checkOffset, LONGEST_ANSWER, MOST_BYTES } from './part-of.ts';
import type { ReadableText } from './readable-text.ts';

/** Where a file stands, and how a model reads its path. */
interface NamedRange {
  readonly start: number;
  readonly name: string;
}

export interface GrepOptions {
  /** Where the search begins; negative: so many characters before the end. */
  readonly offset: number;
  /** The most lines that fit; 40 when absent. */
  readonly most?: number | undefined;
  /** Lines around each. */
  readonly context: number;
  /** The files of a diff, to name those that hits are in. */
  readonly files?: readonly NamedRange[] | undefined;
  /** Where rows begin that take a line each: they are numbered then, and not the lines. */
  readonly rows?: readonly number[] | undefined;
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
  /** Nothing of the text is left out. */
  readonly isWhole: boolean;
  /** Whether of a very long line only the beginning was searched. */
  readonly cut: boolean;
}

const MOST_HITS = 40;

/** Characters of a line that are shown of it. */
const LONGEST_LINE = 300;

/**
 * Finds lines, and writes them as grep does: `12:fits`, `13-stands next to it`, and before each group
 * the offset at which it can be read on (and in a diff its file).
 * @throws BbxError as searchLines; USAGE for an offset behind the end
 */
export async function grep(
  text: ReadableText,
  pattern: string,
  { offset, most = MOST_HITS, context, files, rows, signal }: GrepOptions,
): Promise<Grepped> {
  checkOffset(text, offset);
  const from = offset < 0 ? Math.max(0, text.length + offset) : offset;
  // One more, to know where the search goes on.
  const found = await searchLines(text, pattern, { from, most: most + 1, signal });
  const { hits, total, lines, cut } = found;
  const groups: string[] = [];
  let [characters, bytes, shown, lastLine, written] = [0, 0, 0, 0, 0];
  for (const [at, hit] of hits.slice(0, most).entries()) {
    const around = linesAround(text, hit, context, lastLine, hits[at + 1]?.line);
    const first = around[0] ?? pieceOf(text, hit);
    const file = files?.findLast(({ start }) => start <= hit.start)?.name;
    const head =
      first.line > lastLine + 1 || at === 0 ? [header(first.shownAt ?? first.start, file)] : [];
    const numbered = around.map((line) => `${numberOf(line, rows)}${line.text}`);
    const group = `${[...head, ...numbered].join('\n')}\n`;
    characters += group.length;
    bytes += Buffer.byteLength(group);
    if (at > 0 && (characters > LONGEST_ANSWER || bytes > MOST_BYTES)) break;
    groups.push(group);
    shown += 1;
    lastLine = around.at(-1)?.line ?? hit.line;
    written += around.filter(({ isWhole }) => isWhole).length;
  }
  const next = hits[shown]?.start;
  return { text: groups.join(''), shown, total, next, isWhole: written === lines, cut };
}

const header = (offset: number, file: string | undefined) =>
  `-- offset ${offset}${file === undefined ? '' : ` ${file}`}`;

/** Of a line; in a list of a row, and of nothing outside of its rows. */
function numberOf({ line, start }: Line, rows: readonly number[] | undefined): string {
  if (rows === undefined) return String(line);
  const row = rows.indexOf(start);
  return row < 0 ? '' : String(row + 1);
}

interface Line {
  readonly line: number;
  readonly start: number;
  /** Where the shown piece of it begins, if that is not its start. */
  readonly shownAt?: number;
  /** With the sign before it. */
  readonly text: string;
  readonly isWhole: boolean;
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
  return [...linesBefore(text, hit, before), pieceOf(text, hit), ...linesAfter(text, hit, after)];
}

/** Characters in which a neighbour has to begin or end; of a longer one a piece is shown. */
const NEAR = 4 * LONGEST_LINE;

function linesBefore(text: ReadableText, hit: Hit, count: number): Line[] {
  const lines: Line[] = [];
  let end = hit.start - 1;
  for (let line = hit.line - 1; end >= 0 && lines.length < count; line -= 1) {
    const near = text.read(end - NEAR, end);
    const feed = near.lastIndexOf('\n');
    const start = end - near.length + feed + 1;
    if (feed < 0 && start > 0) {
      // It begins too far away to look for it.
      const piece = near.slice(-LONGEST_LINE).toWellFormed();
      return [{ line, start: end - piece.length, text: `-…${piece}`, isWhole: false }, ...lines];
    }
    lines.unshift(neighbour(line, start, near.slice(feed + 1)));
    end = start - 1;
  }
  return lines;
}

function linesAfter(text: ReadableText, hit: Hit, count: number): Line[] {
  const lines: Line[] = [];
  let start =
    hit.start +
    hit.length +
    (text.read(hit.start + hit.length, hit.start + hit.length + 1) === '\r' ? 2 : 1);
  for (let line = hit.line + 1; start < text.length && lines.length < count; line += 1) {
    const near = text.read(start, start + NEAR);
    const feed = near.indexOf('\n');
    lines.push(neighbour(line, start, feed < 0 ? near : near.slice(0, feed)));
    if (feed < 0) break;
    start += feed + 1;
  }
  return lines;
}

function neighbour(line: number, start: number, content: string): Line {
  const plain = content.replace(/\r$/, '');
  const isWhole = plain.length <= LONGEST_LINE;
  const shown = isWhole ? plain : `${plain.slice(0, LONGEST_LINE).toWellFormed()}…`;
  return { line, start, text: `-${shown}`, isWhole };
}

/** Of a long line what stands around the place that fits. */
function pieceOf(text: ReadableText, { line, start, length, at }: Hit): Line {
  const isWhole = length <= LONGEST_LINE;
  if (isWhole) return { line, start, text: `:${text.read(start, start + length)}`, isWhole };
  const first = Math.max(0, Math.min(at - LONGEST_LINE / 3, length - LONGEST_LINE));
  const piece = text.read(start + first, start + first + LONGEST_LINE).toWellFormed();
  const [before, after] = [first > 0 ? '…' : '', first + LONGEST_LINE < length ? '…' : ''];
  return { line, start, shownAt: start + first, text: `:${before}${piece}${after}`, isWhole };
}
