/** The rows of a list in a text: of its longest table, where it has several. */
export interface Rows {
  /** What stands above them: in TOON the names of their columns. */
  readonly header: string;
  /** Where each of them begins. */
  readonly starts: readonly number[];
  /** Where the last of them ends. */
  readonly end: number;
}

/** `values[3]{id,name}:` and `values[3]:` of TOON, indented or not. */
const TOON_HEADER = /^( *)(?:"(?:[^"\\]|\\.)*"|[^\s":[]*)\[(\d+)[|\t]?\](?:\{.*\})?:$/;

interface Line {
  readonly start: number;
  readonly text: string;
}

/**
 * Finds the rows of data that is written as TOON, or as JSON with a line for each row (`jsonRows`).
 * @returns undefined where there is no table of two rows
 */
export function rowsOf(text: string): Rows | undefined {
  const lines = linesOf(text);
  let longest: Rows | undefined;
  for (let at = 0; at < lines.length; ) {
    const rows =
      text.startsWith('{') || text.startsWith('[\n') ? jsonAt(lines, at) : toonAt(lines, at);
    if (rows && size(rows) > size(longest)) longest = rows;
    at += Math.max(1, rows?.count ?? 0);
  }
  return longest && { header: longest.header, starts: longest.starts, end: longest.end };
}

const size = (rows: Rows | undefined) => (rows ? rows.end - (rows.starts[0] ?? 0) : 0);

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start <= text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    lines.push({ start, text: text.slice(start, end) });
    start = end + 1;
  }
  return lines;
}

type Found = Rows & { readonly count: number };

function toonAt(lines: readonly Line[], at: number): Found | undefined {
  const header = lines[at]?.text ?? '';
  const [, indent = '', number = '0'] = TOON_HEADER.exec(header) ?? [];
  const count = Number(number);
  if (count < 2) return undefined;
  const inside = `${indent}  `;
  const table = header.endsWith('}:');
  const starts: number[] = [];
  let next = at + 1;
  for (; lines[next]?.text.startsWith(inside); next += 1) {
    const { start, text } = lines[next] ?? { start: 0, text: '' };
    if (table || text.startsWith(`${inside}-`)) starts.push(start);
  }
  return starts.length === count ? found(header.trim(), starts, lines, at, next) : undefined;
}

function jsonAt(lines: readonly Line[], at: number): Found | undefined {
  const header = lines[at]?.text ?? '';
  if (!header.endsWith('[')) return undefined;
  const starts: number[] = [];
  let next = at + 1;
  for (; next < lines.length && !lines[next]?.text.startsWith(']'); next += 1)
    starts.push(lines[next]?.start ?? 0);
  return starts.length < 2 ? undefined : found('', starts, lines, at, next);
}

function found(
  header: string,
  starts: readonly number[],
  lines: readonly Line[],
  at: number,
  next: number,
): Found {
  const last = lines[next - 1];
  const end = lines[next]?.start ?? (last ? last.start + last.text.length : 0);
  return { header, starts, end, count: next - at };
}
