import type { Highlighter } from './highlight.ts';
import type { Row, Theme } from './theme.ts';

/** All that says how things are drawn; another object when any of it changes. */
export interface Drawing {
  readonly theme: Theme;
  /** Undefined until it is loaded. */
  readonly highlight: Highlighter | undefined;
  readonly columns: number;
  readonly wrap: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Rows of items that were drawn already. */
  readonly drawn: Map<object, readonly Row[]>;
}

/** Whoever scrolls through all of a diff is not to have all of it in memory as rows, too. */
const MOST_DRAWN = 2000;

/** The rows of something, drawn when they were not yet. */
export function drawnOnce(
  { drawn }: Drawing,
  what: object,
  draw: () => readonly Row[],
): readonly Row[] {
  const known = drawn.get(what);
  if (known !== undefined) return known;
  if (drawn.size >= MOST_DRAWN) drawn.clear();
  const rows = draw();
  drawn.set(what, rows);
  return rows;
}
