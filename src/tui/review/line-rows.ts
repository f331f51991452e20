import type { DiffFile, DiffLine, Hunk } from '../../core/diff/diff.ts';
import { displayWidth } from '../../core/output/width.ts';
import type { Drawing } from './drawing.ts';
import { wordsChangedIn } from './line-words.ts';
import { broken, expanded, fitted, oneLine } from './spans.ts';
import type { Row, Span, Style, Theme } from './theme.ts';

/** Of a longer line the rest is not drawn: nobody reads it here. */
const LONGEST = 4000;
/** Rows that one line may take. */
const MOST_ROWS = 12;
/** From here on there is room for both numbers of a line. */
const WIDE = 100;

/** A line of the diff: its number or numbers, its sign, and its text with what is known of it. */
export function lineRows(drawing: Drawing, file: DiffFile, hunk: Hunk, at: number): Row[] {
  const line = hunk.lines[at];
  if (line === undefined) return [];
  const { theme, columns, wrap } = drawing;
  const base = line.kind === 'context' ? undefined : theme[line.kind];
  const [first, next] = gutters(theme, file, line, columns);
  const width = Math.max(8, columns - displayWidth(first.map(({ text }) => text).join('')));
  const rows = broken(textSpans(drawing, file, hunk, at, base), width, wrap ? MOST_ROWS : 1);
  return rows.map((spans, index) => {
    const row = fitted({ spans, fill: base }, width);
    return { spans: [...(index === 0 ? first : next), ...row] };
  });
}

/** What stands before the first row of a line, and before the others. */
function gutters(
  theme: Theme,
  file: DiffFile,
  line: DiffLine,
  columns: number,
): readonly [readonly Span[], readonly Span[]] {
  const digits = digitsOf(file);
  const number = (value: number | undefined) => String(value ?? '').padStart(digits);
  const both = `${number(line.old)} ${number(line.new)}`;
  const numbers = columns >= WIDE ? both : number(line.new ?? line.old);
  const signs = { context: ' ', added: '+', removed: '-' };
  const styles = { context: undefined, added: theme.addedSign, removed: theme.removedSign };
  const style = styles[line.kind];
  const before = (text: string, sign: string): Span[] => [
    { text: `${text} `, style: theme.dim },
    { text: sign, style },
  ];
  return [before(numbers, signs[line.kind]), before(' '.repeat(numbers.length), ' ')];
}

const digits = new WeakMap<DiffFile, number>();

function digitsOf(file: DiffFile): number {
  const known = digits.get(file);
  if (known !== undefined) return known;
  const ends = file.hunks.map((hunk) =>
    Math.max(hunk.oldStart + hunk.oldCount, hunk.newStart + hunk.newCount),
  );
  const found = Math.max(3, String(ends.reduce((most, end) => Math.max(most, end), 0)).length);
  digits.set(file, found);
  return found;
}

/** The text, cut wherever its looks change, and only then made safe. */
function textSpans(
  { theme, highlight }: Drawing,
  file: DiffFile,
  hunk: Hunk,
  at: number,
  base: Style | undefined,
): Span[] {
  const line = hunk.lines[at];
  if (line === undefined) return [];
  const text = line.text.slice(0, LONGEST).replace(/\r$/, '');
  const syntax = highlight?.(file.path, hunk, at) ?? [];
  const words = wordsChangedIn(hunk, at);
  const word = line.kind === 'removed' ? theme.removedWord : theme.addedWord;
  const edges = [...syntax, ...words].flatMap(({ start, end }) => [start, end]);
  const cuts = [...new Set([0, ...edges.filter((cut) => cut < text.length), text.length])];
  cuts.sort((one, other) => one - other);
  const spans: Span[] = [];
  let column = 0;
  let run = 0;
  cuts.slice(0, -1).forEach((start, index) => {
    while (run < syntax.length && (syntax[run]?.end ?? 0) <= start) run += 1;
    const token = syntax[run];
    const named =
      token && token.start <= start ? theme.syntax[token.name.split('.')[0] ?? ''] : undefined;
    const changed = words.some((range) => range.start <= start && start < range.end);
    const shown = expanded(text.slice(start, cuts[index + 1]), column);
    column += displayWidth(shown);
    push(spans, {
      text: shown,
      style: changed ? { ...base, ...named, ...word } : { ...base, ...named },
    });
  });
  return [...spans, ...endOf(theme, line, base)];
}

/** Adds a span, to the last one when that looks the same: each costs time to draw. */
function push(spans: Span[], span: Span): void {
  const last = spans.at(-1);
  if (last === undefined || !alike(last.style, span.style)) spans.push(span);
  else spans[spans.length - 1] = { text: last.text + span.text, style: last.style };
}

const alike = (one: Style = {}, other: Style = {}) =>
  one.color === other.color &&
  one.backgroundColor === other.backgroundColor &&
  one.bold === other.bold &&
  one.underline === other.underline &&
  one.inverse === other.inverse;

/** What cannot be seen at the end of a line, where it matters. */
function endOf(theme: Theme, line: DiffLine, base: Style | undefined): Span[] {
  const notes: string[] = [];
  if (line.text.length > LONGEST) notes.push(`… ${line.text.length - LONGEST} characters more`);
  if (line.kind !== 'context' && line.text.endsWith('\r')) notes.push('^M');
  if (line.endsWithoutNewline) notes.push('no newline at the end');
  if (notes.length === 0) return [];
  return [{ text: ` ${notes.join(', ')}`, style: { ...base, ...theme.dim } }];
}

/** "@@ -10,7 +12,9 @@ function around" */
export function hunkRows({ theme, columns }: Drawing, hunk: Hunk): Row[] {
  const { oldStart, oldCount, newStart, newCount } = hunk;
  const where = `@@ -${oldStart},${oldCount} +${newStart},${newCount} @@`;
  const text = `${where} ${oneLine(hunk.section)}`.trimEnd();
  return [{ spans: fitted({ spans: [{ text, style: theme.hunk }] }, columns) }];
}
