import type { Columns } from './columns.ts';
import { estimateTokens } from './token-estimate.ts';

/** The first of them that stands in no item parts the items of a list. */
const PARTS = ['|', ';', '¶'];
/** What the head of a column with cut addresses costs more, besides what is cut, in tokens. */
const HEAD = 6;

/**
 * Makes cells plain and short, and says how in the head of their column: a list of texts becomes one
 * text, `events (items parted by |)`; what all addresses begin with is cut, `url (begins with https://…/)`.
 */
export function plainCells(columns: Columns): Columns {
  const plain: Columns = new Map();
  for (const [name, values] of columns) {
    const [head, cells] = joinedLists(name, values) ?? cutStarts(name, values) ?? [name, values];
    plain.set(head, cells);
  }
  return plain;
}

function joinedLists(name: string, values: readonly unknown[]): [string, unknown[]] | undefined {
  const items = values.flatMap((value) => (Array.isArray(value) ? value : []));
  if (items.length === 0 || !items.every((item) => typeof item === 'string' && item !== '')) {
    return undefined;
  }
  if (!values.every((value) => value === null || Array.isArray(value))) return undefined;
  const part = PARTS.find((sign) => !items.some((item) => String(item).includes(sign)));
  if (part === undefined) return undefined;
  const cells = values.map((value) => (Array.isArray(value) ? value.join(part) : value));
  return [`${name} (items parted by ${part})`, cells];
}

function cutStarts(name: string, values: readonly unknown[]): [string, unknown[]] | undefined {
  const texts = values.filter((value) => value !== null);
  if (texts.length < 2 || !texts.every(isAddress)) return undefined;
  const start = sharedStart(texts);
  const cost = estimateTokens(start);
  if ((texts.length - 1) * cost <= HEAD + texts.length) return undefined;
  const cells = values.map((value) =>
    typeof value === 'string' ? value.slice(start.length) : value,
  );
  return [`${name} (begins with ${start})`, cells];
}

/** Paths stay whole: they are what the next call is made with. */
const isAddress = (value: unknown): value is string =>
  typeof value === 'string' && /^https?:\/\/\S+$/.test(value);

/** What all begin with, up to a slash. */
function sharedStart(texts: readonly string[]): string {
  const [first = '', ...others] = texts;
  let length = first.length;
  for (const text of others) {
    while (!text.startsWith(first.slice(0, length))) length -= 1;
  }
  return first.slice(0, first.lastIndexOf('/', length - 1) + 1);
}
