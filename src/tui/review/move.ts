import { type Item, isFolded, isWaiting } from './content.ts';
import { documentOf } from './document.ts';
import {
  after,
  before,
  centre,
  follow,
  isBefore,
  isSame,
  rowsDown,
  rowsTo,
  rowsUp,
} from './scroll.ts';
import { bodyRows, type Heights, type Place, type State, say } from './state.ts';

type Move = (state: State, heights: Heights) => State;

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

type Wanted = (item: Item, state: State) => boolean;

/** The next or last item of a kind; `message` where there is none. */
const jump =
  (step: 1 | -1, wanted: Wanted, message: string): Move =>
  (state, heights) => {
    const found = find(state, step, wanted);
    if (found === undefined) return say(state, message);
    return centre({ ...state, cursor: found }, heights);
  };

/** Looks from the cursor on, section by section. */
function find(state: State, step: 1 | -1, wanted: Wanted): Place | undefined {
  const { order } = documentOf(state.content);
  for (let { at } = state.cursor; at >= 0 && at < order.length; at += step) {
    const item = itemIn(state, at, step, at === state.cursor.at, wanted);
    if (item !== undefined) return { at, item };
  }
  return undefined;
}

const isHunk: Wanted = ({ kind }) => kind === 'hunk';
export const nextHunk = jump(1, isHunk, 'No hunk below.');
export const lastHunk = jump(-1, isHunk, 'No hunk above.');

/** The next or last file; the head of the one that the cursor is in counts as the last. */
export const toFile =
  (step: 1 | -1): Move =>
  (state) => {
    const { order } = documentOf(state.content);
    const { at, item } = state.cursor;
    const next = step < 0 && item > 0 ? at : at + step;
    if (next < 0 || next >= order.length) {
      return say(state, step > 0 ? 'No file below.' : 'No file above.');
    }
    const there = { at: next, item: 0 };
    return { ...state, cursor: there, top: { ...there, skip: 0 } };
  };

/** Puts the cursor on an item, with what is around it. */
export const toPlace = (state: State, cursor: Place, heights: Heights): State =>
  centre({ ...state, cursor }, heights);

/** The next or last unresolved thread, all around. A file that is folded is unfolded for it. */
export const toUnresolved =
  (step: 1 | -1): Move =>
  (state, heights) => {
    const waiting = state.content.threads.filter((thread) => isWaiting(state.content, thread));
    if (waiting.length === 0) return say(state, 'No thread is unresolved.');
    const paths = new Set(waiting.map(({ path }) => path));
    const waits: Wanted = (item) => item.kind === 'thread' && isWaiting(state.content, item.thread);
    const { order } = documentOf(state.content);
    // The section of the cursor comes first and, from its other end, last.
    for (let turn = 0; turn <= order.length; turn += 1) {
      const at = (state.cursor.at + step * turn + order.length * 2) % order.length;
      const path = state.content.files[order[at] ?? -1]?.path;
      if (at !== 0 && !paths.has(path)) continue;
      const unfolded = path === undefined ? state : unfold(state, path);
      const item = itemIn(unfolded, at, step, turn === 0, waits);
      if (item !== undefined) return toPlace(unfolded, { at, item }, heights);
    }
    return say(state, 'The filter hides the unresolved threads.');
  };

function itemIn(
  state: State,
  at: number,
  step: 1 | -1,
  fromCursor: boolean,
  wanted: Wanted,
): number | undefined {
  const items = documentOf(state.content).items(at);
  let item = step > 0 ? 0 : items.length - 1;
  if (fromCursor) item = state.cursor.item + step;
  for (; item >= 0 && item < items.length; item += step) {
    const one = items[item];
    if (one && wanted(one, state)) return item;
  }
  return undefined;
}

function unfold(state: State, path: string): State {
  const { content } = state;
  const file = content.files.find((one) => one.path === path);
  if (file === undefined || !isFolded(content, file)) return state;
  return { ...state, content: { ...content, folds: new Map(content.folds).set(path, false) } };
}
