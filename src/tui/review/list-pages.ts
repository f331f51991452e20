import type { ReviewThread } from '../../core/review/desk.ts';
import type { Draft } from '../../core/review/draft.ts';
import { isFolded, isWaiting, OVERVIEW } from './content.ts';
import { documentOf } from './document.ts';
import { toggleViewed } from './file-actions.ts';
import { toPlace } from './jump.ts';
import type { Key } from './keys.ts';
import { refit } from './refit.ts';
import { placeOf } from './select.ts';
import { type Heights, type Page, type State, type Step, say } from './state.ts';

type Lists = Extract<Page, { kind: 'files' | 'threads' }>;

/** Opens the list of files at the one that the cursor is in. */
export const openFiles = (state: State): State => ({
  ...state,
  mark: undefined,
  page: { kind: 'files', at: state.cursor.at },
});

/** Opens the list of threads and drafts, unresolved ones first. */
export const openThreads = (state: State): State =>
  entries(state).length === 0
    ? say(state, 'There are no threads and no drafts.')
    : { ...state, mark: undefined, page: { kind: 'threads', at: 0 } };

/** A line of the list of threads. */
export type Entry =
  | { readonly kind: 'thread'; readonly thread: ReviewThread }
  | { readonly kind: 'draft'; readonly draft: Exclude<Draft, { kind: 'resolve' }> };

/** Unresolved threads, then drafts, then the other threads. */
export function entries({ content }: State): readonly Entry[] {
  const threads = content.threads.map((thread): Entry => ({ kind: 'thread', thread }));
  const isDone = (entry: Entry) => entry.kind === 'thread' && !isWaiting(content, entry.thread);
  const drafts = content.drafts.flatMap((draft): Entry[] =>
    draft.kind === 'resolve' ? [] : [{ kind: 'draft', draft }],
  );
  return [...threads.filter((one) => !isDone(one)), ...drafts, ...threads.filter(isDone)];
}

const STEPS: Readonly<Record<string, number>> = {
  j: 1,
  down: 1,
  k: -1,
  up: -1,
  pagedown: 15,
  'ctrl-d': 15,
  pageup: -15,
  'ctrl-u': -15,
  g: Number.NEGATIVE_INFINITY,
  home: Number.NEGATIVE_INFINITY,
  G: Number.POSITIVE_INFINITY,
  end: Number.POSITIVE_INFINITY,
};

/** The line of a list that a key leads to; the same one when it does not move. */
export const moved = (at: number, key: string, count: number): number =>
  Math.max(0, Math.min(count - 1, at + (Object.hasOwn(STEPS, key) ? (STEPS[key] ?? 0) : 0)));

const CLOSING = ['escape', 'q', 'tab', 't', 'f'];

/** What a key does in a list. */
export function listKey(state: State, page: Lists, key: Key, heights: Heights): Step {
  if (CLOSING.includes(key.name)) return { state: { ...state, page: { kind: 'diff' } } };
  if (key.name === 'enter') return { state: open(state, page, heights) };
  if (page.kind === 'files' && (key.name === ' ' || key.name === 'm')) {
    const there = { at: page.at, item: 0 };
    const { state: next } = toggleViewed({ ...state, cursor: there }, heights);
    return { state: { ...next, page: { kind: 'files', at: next.cursor.at } } };
  }
  const count =
    page.kind === 'files' ? documentOf(state.content).order.length : entries(state).length;
  return { state: { ...state, page: { ...page, at: moved(page.at, key.name, count) } } };
}

function open(state: State, page: Lists, heights: Heights): State {
  const diff: State = { ...state, page: { kind: 'diff' } };
  if (page.kind === 'files') {
    const there = { at: page.at, item: 0 };
    return { ...diff, cursor: there, top: { ...there, skip: 0 } };
  }
  const entry = entries(state)[page.at];
  return entry === undefined ? diff : toEntry(diff, entry, heights);
}

/** Goes to where a thread or a draft stands; its file is unfolded, and the filter dropped for it. */
export function toEntry(state: State, entry: Entry, heights: Heights): State {
  const path = pathOf(state, entry);
  const shown = shownFile(state, path, heights);
  const { order, items } = documentOf(shown.content);
  const index = shown.content.files.findIndex((file) => file.path === path);
  const at = Math.max(0, order.indexOf(index < 0 ? OVERVIEW : index));
  const draft = entry.kind === 'draft' ? entry.draft : undefined;
  const item = items(at).findIndex((one) =>
    one.kind === 'draft'
      ? one.draft.id === draft?.id
      : one.kind === 'thread' && entry.kind === 'thread' && one.thread.id === entry.thread.id,
  );
  if (item >= 0) return toPlace(shown, { at, item }, heights);
  const line = draft?.kind === 'comment' ? placeOf(shown, draft) : undefined;
  return toPlace(shown, line ?? { at, item: 0 }, heights);
}

function pathOf({ content }: State, entry: Entry): string | undefined {
  if (entry.kind === 'thread') return entry.thread.path;
  const { draft } = entry;
  if (draft.kind === 'comment') return draft.lost ? undefined : draft.path;
  return content.threads.find(({ id }) => id === draft.thread)?.path;
}

function shownFile(state: State, path: string | undefined, heights: Heights): State {
  const { content } = state;
  const file = content.files.find((one) => one.path === path);
  if (file === undefined) return state;
  const hidden = !documentOf(content).order.includes(content.files.indexOf(file));
  const folds = isFolded(content, file)
    ? new Map(content.folds).set(file.path, false)
    : content.folds;
  if (!hidden && folds === content.folds) return state;
  return refit(state, { ...content, folds, filter: hidden ? '' : content.filter }, heights);
}
