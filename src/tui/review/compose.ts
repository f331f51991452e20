import type { CommentDraft, Draft } from '../../core/review/draft.ts';
import { documentOf } from './document.ts';
import type { Key } from './keys.ts';
import { refit } from './refit.ts';
import { follow } from './scroll.ts';
import { type ComposePage, type Heights, type State, type Step, say } from './state.ts';
import { editBox, textBox } from './text-box.ts';

type Written = ComposePage['draft'];

/** Opens the box for a new draft, or for one that is to be changed. */
export const compose = (state: State, draft: Written, replaces?: string): State => ({
  ...state,
  message: '',
  page: { kind: 'compose', draft, box: textBox(draft.body), replaces, asked: false },
});

/** What a key does while somebody types. */
export function composeKey(state: State, page: ComposePage, key: Key, heights: Heights): Step {
  if (key.name === 'escape') return { state: leave(state, page) };
  if (key.name === 'ctrl-g') return { state, effect: { kind: 'edit-text', text: page.box.text } };
  if (key.name === 'enter' || key.name === 'ctrl-s') return { state: keep(state, page, heights) };
  const box = editBox(page.box, key);
  return { state: { ...state, message: '', page: { ...page, box, asked: false } } };
}

/** Esc closes an empty or unchanged box, and asks before it throws something away. */
function leave(state: State, page: ComposePage): State {
  const { box, draft, asked } = page;
  const fresh = draft.kind === 'comment' && draft.suggestion !== undefined && !page.replaces;
  const nothing = (box.text.trim() === '' || box.text === draft.body) && !fresh;
  if (nothing || asked) return { ...state, message: '', page: { kind: 'diff' } };
  const words = 'Esc again throws this text away; Enter keeps it as a draft.';
  return { ...state, message: words, page: { ...page, asked: true } };
}

function keep(state: State, page: ComposePage, heights: Heights): State {
  const draft: Written = { ...page.draft, body: page.box.text.trimEnd() };
  const suggests = draft.kind === 'comment' && draft.suggestion !== undefined;
  const closed: State = { ...state, page: { kind: 'diff' }, message: '' };
  if (draft.body.trim() === '' && !suggests) {
    if (page.replaces === undefined) return say(closed, 'Nothing typed, so there is no draft.');
    return say({ ...state, page }, 'An empty text cannot be sent; Esc, then d deletes the draft.');
  }
  const next = put(state.content.drafts, draft, page.replaces);
  const count = next.length === 1 ? '1 draft' : `${next.length} drafts`;
  const content = { ...state.content, drafts: next };
  const kept = onDraft(refit(closed, content, heights), draft.id, heights);
  return say(kept, `Kept: ${count}. S shows what will be sent.`);
}

/** The cursor goes to what was written: it is on the screen, and e and d are for it. */
function onDraft(state: State, id: string, heights: Heights): State {
  const { at } = state.cursor;
  const items = documentOf(state.content).items(at);
  const item = items.findIndex((one) => one.kind === 'draft' && one.draft.id === id);
  return item < 0 ? state : follow({ ...state, cursor: { at, item } }, heights);
}

/** Puts a draft in the place of the one that it replaces, or at the end. */
function put(drafts: readonly Draft[], draft: Draft, replaces: string | undefined): Draft[] {
  if (drafts.some(({ id }) => id === replaces)) {
    return drafts.map((one) => (one.id === replaces ? draft : one));
  }
  return [...drafts, draft];
}

/** An id that no draft has. */
export function freeId(drafts: readonly Draft[]): string {
  const taken = new Set(drafts.map(({ id }) => id));
  for (let number = drafts.length + 1; ; number += 1) {
    if (!taken.has(`d${number}`)) return `d${number}`;
  }
}

/**
 * What an editor gave back for the lines of a suggestion.
 * @param edited the whole file; the line end that editors put at its end is no part of it
 */
export function withSuggestion(
  state: State,
  draft: CommentDraft,
  edited: string,
  replaces: string | undefined,
): State {
  const suggestion = edited.replace(/\n$/, '');
  if (suggestion === draft.lines.join('\n')) {
    return say({ ...state, page: { kind: 'diff' } }, 'The lines are as they were: no suggestion.');
  }
  return compose(state, { ...draft, suggestion }, replaces);
}
