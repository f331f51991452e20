import { documentOf } from './document.ts';
import { bodyRows, type Heights, type Place, type State, type Top } from './state.ts';

/** Rows that stay visible above and below the cursor. */
const MARGIN = 3;

/** The item after a place, in the next section too; undefined at the end. */
export function after(state: State, { at, item }: Place): Place | undefined {
  const { order, items } = documentOf(state.content);
  if (item + 1 < items(at).length) return { at, item: item + 1 };
  return at + 1 < order.length ? { at: at + 1, item: 0 } : undefined;
}

/** The item before a place; undefined at the beginning. */
export function before(state: State, { at, item }: Place): Place | undefined {
  if (item > 0) return { at, item: item - 1 };
  if (at === 0) return undefined;
  return { at: at - 1, item: Math.max(0, documentOf(state.content).items(at - 1).length - 1) };
}

export const isBefore = (one: Place, other: Place): boolean =>
  one.at < other.at || (one.at === other.at && one.item < other.item);

export const isSame = (one: Place, other: Place): boolean =>
  one.at === other.at && one.item === other.item;

/** Goes back by a number of rows, counted from the top of a place. */
export function rowsUp(state: State, heights: Heights, from: Top, rows: number): Top {
  if (rows <= from.skip) return { ...from, skip: from.skip - rows };
  let left = rows - from.skip;
  let place: Place = from;
  while (left > 0) {
    const above = before(state, place);
    if (above === undefined) return { ...place, skip: 0 };
    place = above;
    const height = heights(state, place);
    if (left <= height) return { ...place, skip: height - left };
    left -= height;
  }
  return { ...place, skip: 0 };
}

/** Goes on by a number of rows, but never beyond the last item. */
export function rowsDown(state: State, heights: Heights, from: Top, rows: number): Top {
  let left = rows + from.skip;
  let place: Place = from;
  for (;;) {
    const height = heights(state, place);
    if (left < height) return { at: place.at, item: place.item, skip: left };
    const below = after(state, place);
    if (below === undefined) return { at: place.at, item: place.item, skip: height - 1 };
    left -= height;
    place = below;
  }
}

/** Rows from the upper edge of the screen to a place below it; `most` when it is as far or farther. */
export function rowsTo(state: State, heights: Heights, place: Place, most: number): number {
  let rows = -state.top.skip;
  let here: Place = state.top;
  while (rows < most && isBefore(here, place)) {
    rows += heights(state, here);
    const below = after(state, here);
    if (below === undefined) break;
    here = below;
  }
  return Math.min(rows, most);
}

/** Scrolls as little as needed for the cursor to be on the screen. */
export function follow(state: State, heights: Heights): State {
  const { cursor, top } = state;
  const body = bodyRows(state);
  const margin = Math.min(MARGIN, Math.floor((body - 1) / 2));
  const start: Top = { ...cursor, skip: 0 };
  const height = Math.min(heights(state, cursor), body);
  if (isBefore(cursor, top)) return { ...state, top: rowsUp(state, heights, start, margin) };
  const row = rowsTo(state, heights, cursor, body + 1);
  if (row < margin) return { ...state, top: rowsUp(state, heights, start, margin) };
  if (row + height <= body - margin) return state;
  const room = Math.max(0, body - height - (after(state, cursor) ? margin : 0));
  if (row <= room) return state;
  return { ...state, top: rowsUp(state, heights, start, room) };
}

/** Puts the cursor a third down the screen: where a jump ends, what is around it is to be seen. */
export function centre(state: State, heights: Heights): State {
  const third = Math.floor(bodyRows(state) / 3);
  const top = rowsUp(state, heights, { ...state.cursor, skip: 0 }, third);
  return follow({ ...state, top }, heights);
}
