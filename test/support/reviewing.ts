import type { ReviewDesk } from '../../src/core/review/desk.ts';
import type { StoredReview } from '../../src/core/review/draft.ts';
import { themeFor } from '../../src/tui/review/choose-theme.ts';
import { rowsAt } from '../../src/tui/review/diff-body.ts';
import type { Drawing } from '../../src/tui/review/drawing.ts';
import { frameOf } from '../../src/tui/review/frame.ts';
import { decodeKeys } from '../../src/tui/review/keys.ts';
import { begin } from '../../src/tui/review/start.ts';
import type { Effect, Heights, State } from '../../src/tui/review/state.ts';
import { update } from '../../src/tui/review/update.ts';

/** A review without a terminal: keys go in, rows of text come out. */
export interface Reviewing {
  /** Presses keys, as a terminal sends them. */
  readonly press: (bytes: string) => Reviewing;
  /** The screen, row by row, without what is blank at their ends. */
  readonly rows: () => readonly string[];
  readonly text: () => string;
  /** The row of the cursor, without its sign. */
  readonly here: () => string;
  readonly state: () => State;
  readonly replace: (change: (state: State) => State) => void;
  /** What the last press asked for, if anything. */
  readonly effect: () => Effect | undefined;
}

export interface ReviewingOptions {
  readonly stored?: StoredReview | undefined;
  readonly columns?: number;
  readonly rows?: number;
}

/** Opens a review of a desk. */
export function reviewing(
  desk: ReviewDesk,
  { stored, columns = 80, rows = 24 }: ReviewingOptions = {},
): Reviewing {
  const drawn = new Map();
  const theme = themeFor(false, { LC_ALL: 'C.UTF-8' });
  const now = Date.parse('2026-11-22T12:00:00Z');
  let wrap = true;
  const drawing = (one: State): Drawing => {
    if (one.wrap !== wrap) drawn.clear();
    wrap = one.wrap;
    return { theme, highlight: undefined, columns: columns - 1, wrap, now, drawn };
  };
  const heights: Heights = (one, place) => Math.max(1, rowsAt(one, drawing(one), place).length);
  let state = begin({ desk, stored, aside: undefined, columns, rows });
  let effect: Effect | undefined;
  const shown = () =>
    frameOf(state, drawing(state)).rows.map(({ spans }) =>
      spans
        .map(({ text }) => text)
        .join('')
        .trimEnd(),
    );
  const self: Reviewing = {
    press: (bytes) => {
      effect = undefined;
      for (const key of decodeKeys(bytes, true).keys) {
        const step = update(state, key, heights);
        state = step.state;
        effect = step.effect;
      }
      return self;
    },
    rows: shown,
    text: () => shown().join('\n'),
    here: () => (shown().find((row) => row.startsWith('▌')) ?? '').slice(1),
    state: () => state,
    replace: (change) => {
      state = change(state);
    },
    effect: () => effect,
  };
  return self;
}
