import { displayWidth } from '../../core/output/width.ts';

/** One column of a row: what stands there, and its style, parts of SGR sequences between bars. */
export interface Cell {
  readonly text: string;
  readonly style: string;
}

/** A row as the terminal will show it. */
export interface Cells {
  readonly cells: readonly Cell[];
  /** Every character takes the column that we think: then parts of the row can be written. */
  readonly exact: boolean;
}

/** What SGR numbers belong together: a later one of a group takes the place of an earlier one. */
const GROUPS: Readonly<Record<string, string>> = {
  '3': 'italic',
  '4': 'underline',
  '7': 'inverse',
};
const ENDS: Readonly<Record<string, readonly string[]>> = {
  '22': ['1', '2'],
  '23': ['italic'],
  '24': ['underline'],
  '27': ['inverse'],
  '39': ['colour'],
  '49': ['background'],
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences that Ink writes begin with one
const PARTS = /\u001b\[([\d;]*)m|[\u0020-\u007e]|\P{M}\p{M}*/gsu;

/** Takes a row apart that Ink has written: text, and sequences that set colours and the like. */
export function cellsOf(line: string): Cells {
  const cells: Cell[] = [];
  const active = new Map<string, string>();
  let style = '';
  let exact = true;
  for (const [text, codes] of line.matchAll(PARTS)) {
    if (codes === undefined) {
      cells.push({ text, style });
      if (!isCertain(text)) exact = false;
    } else {
      apply(active, codes);
      style = [...active.values()].join('|');
    }
  }
  return { cells, exact };
}

/** ASCII and signs of one column on which all terminals agree: Latin, lines, blocks, arrows. */
function isCertain(text: string): boolean {
  const code = text.codePointAt(0) ?? 0;
  const usual =
    code < 0x250 || (code >= 0x2010 && code < 0x2300) || (code >= 0x2500 && code < 0x25a0);
  return text.length === 1 && (usual || OURS.includes(text)) && displayWidth(text) === 1;
}

/** Signs of our own that are none of those. */
const OURS = '▾▸●✓✎';

function apply(active: Map<string, string>, codes: string): void {
  const ended = codes === '' || codes === '0' ? [...active.keys()] : ENDS[codes];
  if (ended) for (const one of ended) active.delete(one);
  else active.set(groupOf(codes), codes);
}

/**
 * The shortest sequence from one style to another: a colour takes the place of one before it, and only
 * what has no place in the new style needs all to be said again.
 */
export function styleChange(from: string, to: string): string {
  if (to === '') return '\u001b[0m';
  const [old, now] = [from, to].map((style) => (style === '' ? [] : style.split('|')));
  if (old === undefined || now === undefined) return '';
  const groups = new Set(now.map(groupOf));
  const covered = old.every((part) => groups.has(groupOf(part)));
  const parts = covered ? now.filter((part) => !old.includes(part)) : ['0', ...now];
  return `\u001b[${parts.join(';')}m`;
}

function groupOf(codes: string): string {
  const [first = ''] = codes.split(';', 1);
  if (/^(3[0-8]|9[0-7])$/.test(first)) return 'colour';
  if (/^(4[0-8]|10[0-7])$/.test(first)) return 'background';
  return GROUPS[first] ?? first;
}
