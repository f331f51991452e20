import type { OutgoingReview, SendResult } from '../../core/review/desk.ts';
import type { Draft } from '../../core/review/draft.ts';
import type { Content } from './content.ts';
import type { State } from './state.ts';

/**
 * What the last page shows and one step sends: comments in the order of the diff, then replies,
 * then threads to resolve. Drafts without a line are not in it.
 */
export function outgoing({ content, summary, verdict }: State): OutgoingReview {
  return { items: inOrder(content), summary: summary.trim(), verdict };
}

function inOrder({ drafts, files }: Content): Draft[] {
  const order = new Map(files.map(({ path }, index) => [path, index]));
  const rank = (draft: Draft): readonly number[] => {
    if (draft.kind === 'comment') return [0, order.get(draft.path) ?? -1, draft.line];
    return draft.kind === 'reply' ? [1, draft.thread, 0] : [2, draft.thread, 0];
  };
  return drafts
    .filter((draft) => draft.kind !== 'comment' || draft.lost !== true)
    .map((draft) => ({ draft, rank: rank(draft) }))
    .sort((one, other) => compare(one.rank, other.rank))
    .map(({ draft }) => draft);
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}

/** Whether there is anything to send. */
export const isEmpty = ({ items, summary, verdict }: OutgoingReview): boolean =>
  items.length === 0 && summary === '' && verdict === 'comment';

const VERDICTS = {
  approve: 'approve',
  'request-changes': 'request changes',
  comment: 'no verdict',
} as const;

/** "3 comments, 1 reply, approve" */
export function inWords({ items, summary, verdict }: OutgoingReview): string {
  const count = (kind: Draft['kind']) => items.filter((item) => item.kind === kind).length;
  const parts = [
    counted(count('comment'), 'comment'),
    counted(count('reply'), 'reply', 'replies'),
    counted(count('resolve'), 'thread'),
    summary === '' ? '' : 'a summary',
    VERDICTS[verdict],
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** "1 draft", "2 drafts"; "" for none. */
export function counted(count: number, one: string, many = `${one}s`): string {
  if (count === 0) return '';
  return `${count} ${count === 1 ? one : many}`;
}

/** What is left when a review was sent: all that has not arrived. */
export function afterSending(state: State, results: readonly SendResult[]): State {
  const sent = new Set(results.filter((result) => result.sent).map(({ id }) => id));
  const drafts = state.content.drafts.filter(({ id }) => !sent.has(id));
  // The head of a section is there whatever drafts are.
  const home = { at: state.cursor.at, item: 0 };
  return {
    ...state,
    content: { ...state.content, drafts },
    cursor: home,
    top: { ...home, skip: 0 },
    summary: sent.has('summary') ? '' : state.summary,
    verdict: sent.has('verdict') ? 'comment' : state.verdict,
    mark: undefined,
  };
}
