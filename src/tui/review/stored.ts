import type { StoredReview } from '../../core/review/draft.ts';
import { counted } from './outgoing.ts';
import type { ComposePage, State } from './state.ts';

/** What of a screen is kept on disk. */
export function toStore(state: State): StoredReview {
  const { content, summary, verdict } = state;
  const open = typed(state);
  const typing = open && {
    draft: { ...open.draft, body: open.box.text },
    replaces: open.replaces,
  };
  return {
    version: 1,
    pull: `${content.pull.repository}#${content.pull.id}`,
    commit: content.pull.sourceCommit,
    drafts: [...content.drafts],
    ...(typing ? { typing } : {}),
    summary,
    verdict,
    viewed: Object.fromEntries(content.viewed),
  };
}

/** Whether two screens differ in what is kept. */
export function differInStored(one: State, other: State): boolean {
  return (
    one.content.drafts !== other.content.drafts ||
    one.content.viewed !== other.content.viewed ||
    one.summary !== other.summary ||
    one.verdict !== other.verdict ||
    boxOf(one) !== boxOf(other)
  );
}

const boxOf = ({ page }: State) => (page.kind === 'compose' ? page.box : undefined);

/** What somebody is typing, also where it waits behind the page that offers it again. */
function typed({ page }: State): ComposePage | undefined {
  const open = page.kind === 'back' ? page.next : page;
  return open.kind === 'compose' ? open : undefined;
}

/** "2 drafts, a half-typed comment": what is on disk to be gone on with; "" for nothing. */
export function keptWords(state: State): string {
  const open = typed(state);
  const half = open !== undefined && open.box.text.trim() !== '';
  const parts = [
    counted(state.content.drafts.length, 'draft'),
    half ? `a half-typed ${open.draft.kind}` : '',
    state.summary.trim() === '' ? '' : 'a summary',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
