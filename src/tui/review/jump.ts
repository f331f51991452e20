import { type Item, isFolded, isWaiting } from './content.ts';
import { documentOf } from './document.ts';
import type { Move } from './move.ts';
import { centre } from './scroll.ts';
import { type Heights, type Place, type State, say } from './state.ts';

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
/** Goes to the head of the next hunk. */
export const nextHunk = jump(1, isHunk, 'No hunk below.');
/** Goes to the hunk head above. */
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
