import type { ReviewThread } from '../../core/review/desk.ts';
import type { CommentDraft, Draft } from '../../core/review/draft.ts';
import { compose, freeId } from './compose.ts';
import { isResolved } from './content.ts';
import { documentOf } from './document.ts';
import { itemAt } from './move.ts';
import { refit } from './refit.ts';
import { selection } from './select.ts';
import { type Action, only, type State, say } from './state.ts';

/** Starts to mark a range, or drops it. */
export const markRange: Action = (state) => {
  if (state.mark !== undefined) return only({ ...state, mark: undefined });
  if (itemAt(state, state.cursor)?.kind !== 'line') {
    return only(say(state, 'Move to a line of the diff first.'));
  }
  const message = 'Range: move to its other end, then c comments and s suggests.';
  return only({ ...state, mark: state.cursor, message });
};

function newComment(state: State): CommentDraft | string {
  const lines = selection(state);
  if (typeof lines === 'string') return lines;
  return { kind: 'comment', id: freeId(state.content.drafts), ...lines, body: '' };
}

/** Comments on the line or the range; on a thread it replies, on a draft it goes on. */
export const comment: Action = (state, heights) => {
  const item = itemAt(state, state.cursor);
  if (item?.kind === 'thread') return reply(state, heights);
  if (item?.kind === 'draft') return edit(state, heights);
  const draft = newComment(state);
  return only(typeof draft === 'string' ? say(state, draft) : compose(state, draft));
};

/** Opens the lines in the editor; what comes back is the suggestion. */
export const suggest: Action = (state) => {
  const item = itemAt(state, state.cursor);
  if (item?.kind === 'draft' && item.draft.kind === 'comment' && item.draft.side === 'new') {
    return { state, effect: editing(item.draft, item.draft.id) };
  }
  const draft = newComment(state);
  if (typeof draft === 'string') return only(say(state, draft));
  if (draft.side === 'old') {
    return only(say(state, 'A removed line cannot be changed: suggest on a line that is there.'));
  }
  return { state, effect: editing(draft, undefined) };
};

const editing = (draft: CommentDraft, replaces: string | undefined) => ({
  kind: 'edit-suggestion' as const,
  draft,
  replaces,
});

/** The thread under the cursor, of the reply under it, or on the line under it. */
function threadHere(state: State): ReviewThread | undefined {
  const { at, item: index } = state.cursor;
  const items = documentOf(state.content).items(at);
  const item = items[index];
  if (item?.kind === 'thread') return item.thread;
  if (item?.kind === 'line') {
    const next = items[index + 1];
    return next?.kind === 'thread' ? next.thread : undefined;
  }
  if (item?.kind !== 'draft' || item.draft.kind === 'comment') return undefined;
  const { thread } = item.draft;
  return state.content.threads.find(({ id }) => id === thread);
}

/** Replies to the thread. */
export const reply: Action = (state) => {
  const thread = threadHere(state);
  if (thread === undefined) return only(say(state, 'Move to a thread first (n finds the next).'));
  const id = freeId(state.content.drafts);
  return only(compose(state, { kind: 'reply', id, thread: thread.id, body: '' }));
};

/** Plans to resolve the thread, or to open it again; a second press takes the plan back. */
export const resolve: Action = (state, heights) => {
  const thread = threadHere(state);
  if (thread === undefined) return only(say(state, 'Move to a thread first (n finds the next).'));
  if (thread.path === undefined) {
    return only(say(state, 'Bitbucket resolves threads on the diff alone.'));
  }
  const { content } = state;
  const resolved = !isResolved(content, thread);
  const kept = content.drafts.filter(
    (draft) => draft.kind !== 'resolve' || draft.thread !== thread.id,
  );
  const id = freeId(content.drafts);
  const plan: Draft[] =
    resolved === thread.resolved ? [] : [{ kind: 'resolve', id, thread: thread.id, resolved }];
  const next = refit(state, { ...content, drafts: [...kept, ...plan] }, heights);
  if (plan.length === 0) return only(say(next, 'Stays as it is on Bitbucket.'));
  const words = resolved ? 'resolved' : 'opened again';
  return only(say(next, `Will be ${words} when you send (S); x takes that back.`));
};

/** Changes the text of the draft under the cursor. */
export const edit: Action = (state) => {
  const item = itemAt(state, state.cursor);
  if (item?.kind !== 'draft' || item.draft.kind === 'resolve') {
    return only(say(state, 'Move to a draft of yours first.'));
  }
  return only(compose(state, item.draft, item.draft.id));
};

/** Takes the draft under the cursor away; it comes back with U. */
export const remove: Action = (state, heights) => {
  const item = itemAt(state, state.cursor);
  if (item?.kind !== 'draft') return only(say(state, 'Move to a draft of yours first.'));
  const drafts = state.content.drafts.filter(({ id }) => id !== item.draft.id);
  const next = refit(state, { ...state.content, drafts }, heights);
  return only(say({ ...next, removed: item.draft }, 'Deleted; U brings it back.'));
};

/** Brings back the draft that was deleted last. */
export const restore: Action = (state, heights) => {
  const { removed, content } = state;
  if (removed === undefined) return only(say(state, 'Nothing was deleted.'));
  const taken = content.drafts.some(({ id }) => id === removed.id);
  const draft = taken ? { ...removed, id: freeId(content.drafts) } : removed;
  const next = refit(state, { ...content, drafts: [...content.drafts, draft] }, heights);
  return only(say({ ...next, removed: undefined }, 'It is back.'));
};
