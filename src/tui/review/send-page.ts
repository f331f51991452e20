import type { Verdict } from '../../core/review/desk.ts';
import type { Draft } from '../../core/review/draft.ts';
import type { Key } from './keys.ts';
import { moved, toEntry } from './list-pages.ts';
import { inWords, isEmpty, outgoing } from './outgoing.ts';
import { type Heights, type SendPage, type State, type Step, say } from './state.ts';
import { openSummary } from './summary.ts';

const VERDICTS: Readonly<Record<string, Verdict>> = {
  a: 'approve',
  r: 'request-changes',
  c: 'comment',
};

/** What a key does on the page that shows what will be sent. */
export function sendKey(state: State, page: SendPage, key: Key, heights: Heights): Step {
  if (page.asked) return answer(state, page, key);
  const verdict = Object.hasOwn(VERDICTS, key.name) ? VERDICTS[key.name] : undefined;
  if (verdict !== undefined) return { state: choose(state, verdict) };
  if (key.name === 'escape' || key.name === 'q') return { state: closed(state) };
  if (key.name === 'enter' || key.name === 'S') return { state: ask(state, page) };
  const { items, summary } = outgoing(state);
  const item = items[page.at];
  const onSummary = item === undefined && summary !== '';
  if (key.name === 'b' || (key.name === 'o' && onSummary)) {
    return { state: openSummary(state, page.deleted) };
  }
  if (key.name === 'o' && item && item.kind !== 'resolve') {
    return { state: toEntry(closed(state), { kind: 'draft', draft: item }, heights) };
  }
  if (key.name === 'd' && item) return { state: without(state, page, item) };
  if (key.name === 'd' && onSummary) return { state: withoutSummary(state, page) };
  const at = moved(page.at, key.name, items.length + (summary === '' ? 0 : 1));
  return { state: { ...state, message: '', page: { ...page, at } } };
}

/** Bitbucket takes no verdict on a pull request that is closed, but still comments. */
function choose(state: State, verdict: Verdict): State {
  const { state: standing } = state.content.pull;
  if (verdict === 'comment' || standing === 'open') return { ...state, verdict, message: '' };
  return say(state, `The pull request is ${standing}: it takes comments, and no verdict.`);
}

const closed = (state: State): State => ({ ...state, message: '', page: { kind: 'diff' } });

function without(state: State, page: SendPage, item: Draft): State {
  const drafts = state.content.drafts.filter(({ id }) => id !== item.id);
  const at = Math.max(0, Math.min(page.at, drafts.length - 1));
  const next = { ...state, removed: item, content: { ...state.content, drafts } };
  const home = { at: next.cursor.at, item: 0 };
  const place = { cursor: home, top: { ...home, skip: 0 } };
  return say(
    { ...next, ...place, page: { ...page, at } },
    'Deleted; U in the diff brings it back.',
  );
}

function withoutSummary(state: State, page: SendPage): State {
  const at = Math.max(0, page.at - 1);
  const next: State = {
    ...state,
    summary: '',
    page: { ...page, at, deleted: state.summary },
  };
  return say(next, 'Deleted the summary; b brings it back.');
}

function ask(state: State, page: SendPage): State {
  const review = outgoing(state);
  if (isEmpty(review)) {
    return say(state, 'Nothing to send yet: a approves, r requests changes, b writes a summary.');
  }
  const question = `Press y to send ${inWords(review)}.`;
  return say({ ...state, page: { ...page, asked: true } }, question);
}

function answer(state: State, page: SendPage, key: Key): Step {
  const next = { ...state, message: '', page: { ...page, asked: false } };
  if (key.name !== 'y' && key.name !== 'Y') return { state: say(next, 'Not sent.') };
  const { items, summary } = outgoing(state);
  const total = items.length + (summary === '' ? 0 : 1) + (state.verdict === 'comment' ? 0 : 1);
  return {
    state: { ...next, page: { kind: 'sending', total, results: [] } },
    effect: { kind: 'send' },
  };
}
