import type { FullScreen } from '../../core/output/full-screen.ts';
import { rowsAt } from './diff-body.ts';
import type { Drawing } from './drawing.ts';
import { frameOf } from './frame.ts';
import type { Highlighter } from './highlight.ts';
import { type Picture, paint } from './paint.ts';
import { rowTexts } from './row-texts.tsx';
import type { Heights, State } from './state.ts';
import type { Theme } from './theme.ts';

/** Keeps a terminal's screen like the state of a review. */
export interface Painter {
  /** Draws soon, once for all that changes in one go. */
  readonly show: (state: State) => void;
  /** The terminal shows something else now: all is drawn anew. */
  readonly forget: () => void;
  /** From now on with syntax colours. */
  readonly highlight: (highlighter: Highlighter) => void;
  readonly heights: Heights;
}

/**
 * Makes the painter of a screen.
 * @param onError is told when something cannot be drawn
 */
export function painterFor(
  screen: FullScreen,
  theme: Theme,
  onError: (error: unknown) => void,
): Painter {
  let drawing: Drawing | undefined;
  let highlighter: Highlighter | undefined;
  let picture: Picture | undefined;
  let waiting: State | undefined;
  const drawingFor = ({ columns, wrap }: State): Drawing => {
    const width = columns - 1;
    if (drawing?.columns !== width || drawing.wrap !== wrap || drawing.highlight !== highlighter) {
      const now = Date.now();
      drawing = { theme, highlight: highlighter, columns: width, wrap, now, drawn: new Map() };
    }
    return drawing;
  };
  const draw = () => {
    if (waiting === undefined) return;
    const { rows, caret } = frameOf(waiting, drawingFor(waiting));
    const { columns } = waiting;
    waiting = undefined;
    const next = { lines: rowTexts(rows, columns), columns, caret };
    const bytes = paint(picture, next);
    picture = next;
    if (bytes !== '') screen.write(bytes);
  };
  const drawOr = (otherwise: (error: unknown) => void) => {
    try {
      draw();
    } catch (error) {
      otherwise(error);
    }
  };
  return {
    show: (state) => {
      if (waiting === undefined) setImmediate(drawOr, onError);
      waiting = state;
    },
    forget: () => {
      picture = undefined;
    },
    highlight: (found) => {
      highlighter = found;
    },
    heights: (state, place) => Math.max(1, rowsAt(state, drawingFor(state), place).length),
  };
}
