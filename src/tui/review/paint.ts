import { type Cell, cellsOf, styleChange } from './cells.ts';
import type { Caret } from './panel.ts';

/** What a terminal shows: rows as Ink wrote them, all as wide as the screen or shorter. */
export interface Picture {
  readonly lines: readonly string[];
  readonly columns: number;
  readonly caret: Caret | undefined;
}

const CSI = '\u001b[';
/** Unchanged cells between two changed ones that are cheaper to write than to jump over. */
const GAP = 8;
/** Fewer bytes are written in no time, and need no frame around them. */
const SMALL = 600;

/**
 * What to write for one picture to become another, in few bytes: rows that only moved are scrolled,
 * of the others what changed is written.
 * @param before undefined when nothing is known of the screen
 */
export function paint(before: Picture | undefined, after: Picture): string {
  const known = before?.lines.length === after.lines.length ? before : undefined;
  const shift = known && scrolled(known.lines, after.lines);
  let out = known ? (shift?.bytes ?? '') : `${CSI}0m${CSI}2J`;
  const lines = shift?.lines ?? known?.lines ?? [];
  after.lines.forEach((line, row) => {
    if ((lines[row] ?? '') !== line) out += rowChange(lines[row] ?? '', line, row, after.columns);
  });
  out += caretChange(known, after, out !== '');
  return out.length > SMALL ? `${CSI}?2026h${out}${CSI}?2026l` : out;
}

function caretChange(before: Picture | undefined, { caret }: Picture, moved: boolean): string {
  const was = before?.caret;
  if (caret === undefined) return was === undefined && before ? '' : `${CSI}?25l`;
  const same = was?.row === caret.row && was.column === caret.column;
  if (same && !moved) return '';
  return `${to(caret.row, caret.column)}${was === undefined ? `${CSI}?25h` : ''}`;
}

const to = (row: number, column: number) => `${CSI}${row + 1};${column + 1}H`;

/** Writes of a row what is not there already. */
function rowChange(before: string, after: string, row: number, columns: number): string {
  const old = cellsOf(before);
  const now = cellsOf(after);
  if (!old.exact || !now.exact) return `${to(row, 0)}${written(now.cells)}${CSI}K`;
  let out = '';
  for (const [from, end] of changes(old.cells, now.cells)) {
    const last = end === columns ? blanksFrom(now.cells) : end;
    const parts = written(
      now.cells.slice(from, Math.max(from, last)),
      last < end ? now.cells[last] : undefined,
    );
    out += to(row, from) + parts;
  }
  const rest = old.cells.slice(now.cells.length);
  const isBlank = rest.every(({ text, style }) => text === ' ' && style === '');
  return isBlank ? out : `${out}${to(row, now.cells.length)}${CSI}K`;
}

/** Runs of cells that differ, near ones joined. */
function changes(old: readonly Cell[], now: readonly Cell[]): [from: number, end: number][] {
  const runs: [number, number][] = [];
  now.forEach((cell, at) => {
    const was = old[at] ?? BLANK;
    if (was.text === cell.text && was.style === cell.style) return;
    const last = runs.at(-1);
    if (last && at - last[1] < GAP) last[1] = at + 1;
    else runs.push([at, at + 1]);
  });
  return runs;
}

const BLANK: Cell = { text: ' ', style: '' };

/** Where blanks of one style begin that go on to the end; the end itself where it is not worth it. */
function blanksFrom(cells: readonly Cell[]): number {
  const style = cells.at(-1)?.style;
  let from = cells.length;
  // Terminals erase in the background's colour; what is inverse or underlined has to be written.
  if (style === undefined || style.split('|').some((part) => part === '7' || part === '4')) {
    return from;
  }
  while (from > 0 && cells[from - 1]?.text === ' ' && cells[from - 1]?.style === style) from -= 1;
  return cells.length - from > 4 ? from : cells.length;
}

/**
 * Cells as text; it ends without any style.
 * @param rest what all that follows in the row looks like: it is erased in that colour
 */
function written(cells: readonly Cell[], rest?: Cell): string {
  let style = '';
  let out = '';
  const look = (next: string) => {
    if (next !== style) out += styleChange(style, next);
    style = next;
  };
  for (const cell of cells) {
    look(cell.style);
    out += cell.text;
  }
  if (rest !== undefined) {
    look(rest.style);
    out += `${CSI}K`;
  }
  look('');
  return out;
}

interface Scrolled {
  readonly bytes: string;
  /** What the screen shows after it. */
  readonly lines: readonly string[];
}

/** Scrolls the rows that only moved, when that is worth it. */
function scrolled(before: readonly string[], after: readonly string[]): Scrolled | undefined {
  const by = bestShift(before, after);
  if (by === 0) return undefined;
  const moved = after.flatMap((line, row) =>
    line !== '' && before[row + by] === line ? [row, row + by] : [],
  );
  const top = Math.min(...moved);
  const bottom = Math.max(...moved);
  const lines = before.map((line, row) => {
    if (row < top || row > bottom) return line;
    const from = row + by;
    return from < top || from > bottom ? '' : (before[from] ?? '');
  });
  const scroll = by > 0 ? `${CSI}${by}S` : `${CSI}${-by}T`;
  return { bytes: `${CSI}${top + 1};${bottom + 1}r${scroll}${CSI}r`, lines };
}

/** By how many rows the most has moved up (or down, below zero); 0 when staying is as good. */
function bestShift(before: readonly string[], after: readonly string[]): number {
  const rows = new Map<string, number[]>();
  before.forEach((line, row) => {
    rows.set(line, [...(rows.get(line) ?? []), row]);
  });
  const gains = new Map<number, number>();
  after.forEach((line, row) => {
    if (line === '') return;
    for (const was of rows.get(line) ?? []) {
      gains.set(was - row, (gains.get(was - row) ?? 0) + line.length);
    }
  });
  const staying = gains.get(0) ?? 0;
  const [by, gain] = [...gains].reduce(
    (best, one) => (one[1] > best[1] ? one : best),
    [0, staying],
  );
  return gain > staying + 100 ? by : 0;
}
