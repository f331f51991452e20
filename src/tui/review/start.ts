import type { DiffFile } from '../../core/diff/diff.ts';
import { isGenerated } from '../../core/diff/is-generated.ts';
import type { ReviewDesk } from '../../core/review/desk.ts';
import type { StoredReview } from '../../core/review/draft.ts';
import { type Placed, placeDrafts } from '../../core/review/draft-placing.ts';
import { compose } from './compose.ts';
import { type Content, viewedState } from './content.ts';
import { counted, inWords, outgoing } from './outgoing.ts';
import { oneLine } from './spans.ts';
import type { State } from './state.ts';

export interface Beginning {
  readonly desk: ReviewDesk;
  readonly stored: StoredReview | undefined;
  /** Where drafts went that could not be read. */
  readonly aside: string | undefined;
  readonly columns: number;
  readonly rows: number;
}

/** The screen as it opens: at the top, or with what is left of an earlier time. */
export function begin({ desk, stored, aside, columns, rows }: Beginning): State {
  const typing = stored?.typing;
  const placed = placeDrafts(stored?.drafts ?? [], desk.files);
  const content: Content = {
    pull: desk.pull,
    files: desk.files,
    threads: desk.threads,
    drafts: placed.drafts,
    viewed: new Map(Object.entries(stored?.viewed ?? {})),
    folds: new Map(),
    filter: '',
    folded: foldedFiles(desk.files),
  };
  const fresh: State = {
    content,
    columns,
    rows,
    top: { at: 0, item: 0, skip: 0 },
    cursor: { at: 0, item: 0 },
    mark: undefined,
    page: { kind: 'diff' },
    removed: undefined,
    summary: stored?.summary ?? '',
    verdict: stored?.verdict ?? 'comment',
    wrap: true,
    message:
      aside === undefined ? '' : `Unreadable drafts were moved to ${aside}; nothing is lost.`,
    wording: desk.wording,
  };
  const state = typing ? withTyping(fresh, typing) : fresh;
  const lines = stored ? leftLines(state, stored, placed) : [];
  if (lines.length === 0) return state;
  return { ...state, page: { kind: 'back', lines, asked: false, next: state.page } };
}

/** Files that nobody reads first: what tools wrote, and what is gone. */
function foldedFiles(files: readonly DiffFile[]): ReadonlyMap<string, string> {
  const folded = new Map<string, string>();
  for (const file of files) if (isGenerated(file)) folded.set(file.path, 'generated');
  return folded;
}

/** What was half typed is open again; when its lines are gone, it is among the drafts without a line. */
function withTyping(state: State, typing: NonNullable<StoredReview['typing']>): State {
  const [draft] = placeDrafts([typing.draft], state.content.files).drafts;
  if (draft === undefined || draft.kind === 'resolve') return state;
  if (draft.kind !== 'comment' || draft.lost !== true)
    return compose(state, draft, typing.replaces);
  const others = state.content.drafts.filter(({ id }) => id !== typing.replaces && id !== draft.id);
  return { ...state, content: { ...state.content, drafts: [...others, draft] } };
}

/** What is left from an earlier time and what changed since; nothing when there are only viewed marks. */
function leftLines(state: State, stored: StoredReview, { moved, lost }: Placed): string[] {
  const { content, page } = state;
  const review = outgoing(state);
  const half = page.kind === 'compose';
  const changed = content.files.filter((file) => viewedState(content, file) === 'changed');
  const then = stored.commit.slice(0, 10);
  const now = content.pull.sourceCommit.slice(0, 10);
  const news = stored.commit !== content.pull.sourceCommit;
  if (
    content.drafts.length === 0 &&
    review.summary === '' &&
    !half &&
    !(news && changed.length > 0)
  ) {
    return [];
  }
  const gone = content.drafts.filter((draft) => draft.kind === 'comment' && draft.lost).length;
  return [
    '',
    `Not sent yet: ${inWords(review)}.`,
    ...(half ? ['A comment was half typed; it opens again.'] : []),
    '',
    news ? `New commits since: ${then} is now ${now}.` : 'No new commits since.',
    ...(moved > 0 ? [`${counted(moved, 'draft')} went along to where the lines are now.`] : []),
    ...(gone + lost > 0
      ? [
          `${counted(Math.max(gone, lost), 'draft')} without a line now: kept, and listed in the overview.`,
        ]
      : []),
    ...(changed.length > 0
      ? [`Viewed files that changed since: ${changed.length}`, ...named(changed)]
      : []),
  ];
}

const named = (files: readonly DiffFile[]): string[] => [
  ...files.slice(0, 8).map(({ path }) => `  ${oneLine(path)}`),
  ...(files.length > 8 ? [`  and ${files.length - 8} more`] : []),
];
