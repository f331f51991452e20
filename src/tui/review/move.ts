import type { Item } from './content.ts';
import { documentOf } from './document.ts';
import { after, before, follow, isBefore, isSame, rowsDown, rowsTo, rowsUp } from './scroll.ts';
import { bodyRows, type Heights, type Place, type State } from './state.ts';

/** Moves the cursor. */
export type Move = (state: State, heights: Heights) => State;

/** What is at a place. */
export const itemAt = (state: State, { at, item }: Place): Item | undefined =>
  documentOf(state.content).items(at)[item];

const goTo = (state: State, cursor: Place | undefined, heights: Heights): State =>
  cursor === undefined ? state : follow({ ...state, cursor }, heights);

/** One item down; an item that is higher than the screen is read row by row. */
export const down: Move = (state, heights) => {
  const body = bodyRows(state);
  const row = rowsTo(state, heights, state.cursor, body);
  const height = heights(state, state.cursor);
  const next = after(state, state.cursor);
  if (height > body && row + height > body) {
    return { ...state, top: rowsDown(state, heights, state.top, 1) };
  }
  return goTo(state, next, heights);
};

/** One item up. */
export const up: Move = (state, heights) => {
  const { cursor, top } = state;
  if (isSame(cursor, top) && top.skip > 0) {
    return { ...state, top: { ...top, skip: top.skip - 1 } };
  }
  return goTo(state, before(state, cursor), heights);
};

/** A part of a screen down or up, in rows; the cursor goes along. */
export const scrollBy =
  (part: number): Move =>
  (state, heights) => {
    const rows = Math.max(1, Math.floor(bodyRows(state) * Math.abs(part)) - (part === 1 ? 1 : 0));
    const step = part > 0 ? rowsDown : rowsUp;
    const { at, item } = step(state, heights, { ...state.cursor, skip: 0 }, rows);
    const cursor = isSame(state.cursor, { at, item }) ? nextTo(state, part) : { at, item };
    const top = step(state, heights, state.top, rows);
    return follow({ ...state, cursor, top: lastTop(state, heights, top) }, heights);
  };

const nextTo = (state: State, part: number): Place =>
  (part > 0 ? after : before)(state, state.cursor) ?? state.cursor;

/** The screen stays full at the end of the document. */
function lastTop(state: State, heights: Heights, top: State['top']): State['top'] {
  const last = { ...endOf(state), skip: 0 };
  const lowest = rowsUp(state, heights, last, bodyRows(state) - 1);
  const beyond = isBefore(lowest, top) || (isSame(lowest, top) && lowest.skip < top.skip);
  return beyond ? lowest : top;
}

function endOf(state: State): Place {
  const { order, items } = documentOf(state.content);
  const at = order.length - 1;
  return { at, item: Math.max(0, items(at).length - 1) };
}

export const first: Move = (state, heights) => goTo(state, { at: 0, item: 0 }, heights);

export const last: Move = (state, heights) => goTo(state, endOf(state), heights);
