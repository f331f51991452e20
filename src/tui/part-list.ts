import type { Part } from '../core/operation.ts';

/** A list of ticked lines, and where somebody is in it. A value: each key gives the next one. */
export interface PartList {
  readonly parts: readonly Part[];
  /** Places in `parts` of those that fit the filter. */
  readonly shown: readonly number[];
  /** The place in `shown` of the line that keys are about. */
  readonly at: number;
  /** Keys of what is left out. */
  readonly out: ReadonlySet<string>;
  readonly filter: string;
  /** Whether letters go to the filter. */
  readonly typing: boolean;
  readonly end?: 'done' | 'escaped' | 'cancelled';
}

/** All ticked, at the first line. */
export const partList = (parts: readonly Part[]): PartList => ({
  parts,
  shown: parts.map((_, place) => place),
  at: 0,
  out: new Set(),
  filter: '',
  typing: false,
});

/** The keys of what is still ticked, in the list's order. */
export const ticked = ({ parts, out }: PartList): string[] =>
  parts.map(({ key }) => key).filter((key) => !out.has(key));

/**
 * Takes what a terminal sent: several keys at once where somebody is fast.
 * @param page lines that a page has
 */
export function pressed(list: PartList, keys: string, page: number): PartList {
  let next = list;
  for (const [key] of keys.matchAll(KEYS)) {
    if (next.end !== undefined) return next;
    next = next.typing ? typedIn(next, key) : moved(next, key, page);
  }
  return next;
}

/** Escape sequences (Ink takes the first escape character away), else characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's keys begin with one
const KEYS = /\u001b?\[\d*[A-Za-z~]|\u001bO[A-HP-S]|./gsu;

const STEPS: Readonly<Record<string, (page: number) => number>> = {
  A: () => -1,
  B: () => 1,
  '5~': (page) => -page,
  '6~': (page) => page,
  H: () => Number.NEGATIVE_INFINITY,
  F: () => Number.POSITIVE_INFINITY,
};
const LETTERS: Readonly<Record<string, string>> = { k: 'A', j: 'B', g: 'H', G: 'F' };

function moved(list: PartList, key: string, page: number): PartList {
  const step = stepOf(key);
  if (step) return at(list, list.at + step(page));
  if (key === ' ') return at(toggled(list, list.shown.slice(list.at, list.at + 1)), list.at + 1);
  if (key === 'a') return toggled(list, list.shown);
  if (key === '/') return { ...list, typing: true };
  if (key === '\r' || key === '\n') return { ...list, end: 'done' };
  if (key === '\u0003') return { ...list, end: 'cancelled' };
  if (key === '\u001b')
    return list.filter === '' ? { ...list, end: 'escaped' } : filtered(list, '');
  return list;
}

function typedIn(list: PartList, key: string): PartList {
  const step = key.length > 1 ? stepOf(key) : undefined;
  if (step) return at({ ...list, typing: false }, list.at + step(1));
  if (key === '\r' || key === '\n') return { ...list, typing: false };
  if (key === '\u0003') return { ...list, end: 'cancelled' };
  if (key === '\u001b') return filtered({ ...list, typing: false }, '');
  if (key === '\u007f' || key === '\u0008')
    return filtered(list, [...list.filter].slice(0, -1).join(''));
  return key.length === 1 && key < ' ' ? list : filtered(list, list.filter + key);
}

function stepOf(key: string) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
  const name = LETTERS[key] ?? /^\u001b?[[O](.+)$/.exec(key)?.[1];
  return name === undefined ? undefined : STEPS[name];
}

const at = (list: PartList, place: number): PartList => ({
  ...list,
  at: Math.max(0, Math.min(place, list.shown.length - 1)),
});

function filtered(list: PartList, filter: string): PartList {
  const wanted = filter.toLowerCase();
  const shown = list.parts.flatMap(({ label }, place) =>
    label.toLowerCase().includes(wanted) ? [place] : [],
  );
  return { ...list, filter, shown, at: 0 };
}

/** Leaves these out, or takes them in again where all of them are out. */
function toggled(list: PartList, places: readonly number[]): PartList {
  const keys = places.map((place) => list.parts[place]?.key ?? '');
  const some = keys.some((key) => !list.out.has(key));
  const out = new Set(list.out);
  for (const key of keys) {
    if (some) out.add(key);
    else out.delete(key);
  }
  return { ...list, out };
}
