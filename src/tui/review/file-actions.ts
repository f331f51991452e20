import { comment, edit } from './actions.ts';
import { isFolded, printOf, viewedState } from './content.ts';
import { documentOf } from './document.ts';
import { itemAt } from './move.ts';
import { refit } from './refit.ts';
import { centre } from './scroll.ts';
import { type Action, type Heights, only, type State, say } from './state.ts';

/** Marks the file as viewed, folds it, and goes to the next one that is not; or takes the mark away. */
export const toggleViewed: Action = (state, heights) => {
  const { content, cursor } = state;
  const file = content.files[documentOf(content).order[cursor.at] ?? -1];
  if (file === undefined) return only(say(state, 'Move to a file first.'));
  const viewed = new Map(content.viewed);
  const was = viewedState(content, file) === 'yes';
  if (was) viewed.delete(file.path);
  else viewed.set(file.path, printOf(file));
  const folds = new Map(content.folds);
  folds.delete(file.path);
  const next = refit(state, { ...content, viewed, folds }, heights);
  return only(was ? say(next, 'Not viewed any more.') : toUnviewed(next, heights));
};

/** The next file that is not viewed, all around. */
export function toUnviewed(state: State, heights: Heights): State {
  const { content, cursor } = state;
  const { order } = documentOf(content);
  for (let turn = 1; turn <= order.length; turn += 1) {
    const at = (cursor.at + turn) % order.length;
    const file = content.files[order[at] ?? -1];
    if (file === undefined || viewedState(content, file) === 'yes') continue;
    return { ...state, message: '', cursor: { at, item: 0 }, top: { at, item: 0, skip: 0 } };
  }
  return say(centre(state, heights), 'Every file here is viewed. S shows what will be sent.');
}

/** Folds or unfolds what is under the cursor: a thread, or else the file. */
export const toggleFold: Action = (state, heights) => {
  const { content, cursor } = state;
  const item = itemAt(state, cursor);
  const fold = (name: string, open: boolean) =>
    only(refit(state, { ...content, folds: new Map(content.folds).set(name, open) }, heights));
  if (item?.kind === 'thread') return fold(`thread ${item.thread.id}`, !item.open);
  const file = content.files[documentOf(content).order[cursor.at] ?? -1];
  return file === undefined ? only(state) : fold(file.path, !isFolded(content, file));
};

/** Enter does what is nearest: unfolds a head or a thread, goes on with a draft, comments on a line. */
export const enter: Action = (state, heights) => {
  const kind = itemAt(state, state.cursor)?.kind;
  if (kind === 'draft') return edit(state, heights);
  if (kind === 'line') return comment(state, heights);
  return toggleFold(state, heights);
};
