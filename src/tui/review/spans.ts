import { sanitizeForTerminal } from '../../core/output/sanitize.ts';
import { displayWidth, splitAt, truncate, wrap } from '../../core/output/width.ts';
import type { Row, Span, Style } from './theme.ts';

/** Columns from one tab stop to the next. */
const TAB = 4;

/** Foreign text as one safe line: line ends become spaces. */
export const oneLine = (text: string): string =>
  sanitizeForTerminal(text.slice(0, 2000)).replace(/\s+/g, ' ').trim();

/** Foreign text made safe, with spaces for its tabs; `column` is where it begins. */
export function expanded(text: string, column: number): string {
  const safe = sanitizeForTerminal(text).replaceAll('\n', ' ');
  if (!safe.includes('\t')) return safe;
  let width = column;
  return safe.replace(/[^\t]+|\t/g, (part) => {
    const shown = part === '\t' ? ' '.repeat(TAB - (width % TAB)) : part;
    width += displayWidth(shown);
    return shown;
  });
}

/** Breaks spans into rows of a width; at least one, and at most `most`. */
export function broken(spans: readonly Span[], width: number, most: number): Span[][] {
  const rows: Span[][] = [[]];
  let used = 0;
  for (const { text, style } of spans) {
    let rest = text;
    while (rest !== '') {
      const [head, tail] = splitAt(rest, width - used);
      if (head !== '') rows.at(-1)?.push({ text: head, style });
      used += displayWidth(head);
      rest = tail;
      if (rest === '') break;
      // A wide character that fits no row at all would be tried for ever.
      if (head === '' && used === 0) break;
      if (rows.length === most) return rows;
      rows.push([]);
      used = 0;
    }
  }
  return rows;
}

/** The columns of some spans. */
export const widthOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, { text }) => sum + displayWidth(text), 0);

/** Cuts or fills a row to exactly a width. */
export function fitted({ spans, fill }: Row, width: number): Span[] {
  const used = widthOf(spans);
  if (used > width) return broken(spans, width, 1)[0] ?? [];
  if (fill === undefined || used === width) return [...spans];
  return [...spans, { text: ' '.repeat(width - used), style: fill }];
}

/** A row with something at its left and something at its right; the left gives way. */
export function spread(left: string, right: string, width: number, style: Style): Row {
  const room = Math.max(0, width - displayWidth(right) - 1);
  const cut = truncate(left, room);
  const gap = ' '.repeat(Math.max(1, width - displayWidth(cut) - displayWidth(right)));
  return { spans: [{ text: `${cut}${gap}${right}`, style }] };
}

/** The end of a path, which tells more than its beginning. */
export function pathEnd(path: string, columns: number): string {
  const safe = oneLine(path);
  if (displayWidth(safe) <= columns) return safe;
  let cut = safe;
  while (cut !== '' && displayWidth(cut) > columns - 1) cut = splitAt(cut, 1)[1] || cut.slice(1);
  return `…${cut}`;
}

/** Foreign prose as safe lines of at most a width; fenced code is told by `code`. */
export function prose(text: string, width: number): { text: string; code: boolean }[] {
  let code = false;
  return sanitizeForTerminal(text.slice(0, 20_000))
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const fence = /^\s*(```|~~~)/.test(line);
      if (fence) code = !code;
      const lines = wrap(expanded(line, 0), Math.max(10, width));
      return lines.map((one) => ({ text: one, code: code || fence }));
    });
}
