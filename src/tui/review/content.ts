import type { DiffFile } from '../../core/diff/diff.ts';
import type { ReviewedPull, ReviewThread } from '../../core/review/desk.ts';
import type { CommentDraft, Draft } from '../../core/review/draft.ts';
import { fingerprint } from '../../core/review/draft-viewed.ts';

/** What the diff page is made of; another object as soon as any of it changes. */
export interface Content {
  readonly pull: ReviewedPull;
  readonly files: readonly DiffFile[];
  readonly threads: readonly ReviewThread[];
  readonly drafts: readonly Draft[];
  /** Fingerprints of files that were viewed, by path. */
  readonly viewed: ReadonlyMap<string, string>;
  /** What a person folded or unfolded: a path, or "thread 12". */
  readonly folds: ReadonlyMap<string, boolean>;
  /** What was typed as filter. */
  readonly filter: string;
  /** Files to fold from the beginning, such as generated ones, with the reason. */
  readonly folded: ReadonlyMap<string, string>;
}

/** The place of the part above all files: the pull request and what has no line. */
export const OVERVIEW = -1;

/** What stands on the diff page: one or several rows of the screen. */
export type Item =
  | { readonly kind: 'pull' }
  | { readonly kind: 'file'; readonly file: DiffFile; readonly index: number }
  | { readonly kind: 'hunk'; readonly hunk: DiffFile['hunks'][number] }
  | {
      readonly kind: 'line';
      readonly hunk: DiffFile['hunks'][number];
      /** Which line of the hunk. */
      readonly at: number;
    }
  | { readonly kind: 'thread'; readonly thread: ReviewThread; readonly open: boolean }
  | { readonly kind: 'draft'; readonly draft: Draft }
  | { readonly kind: 'note'; readonly text: string };

const prints = new WeakMap<DiffFile, string>();

/** Whether a file was viewed; "changed" when its change is another one since. */
export function viewedState({ viewed }: Content, file: DiffFile): 'yes' | 'no' | 'changed' {
  const then = viewed.get(file.path);
  if (then === undefined) return 'no';
  return then === printOf(file) ? 'yes' : 'changed';
}

/** As fingerprint, worked out once per file. */
export function printOf(file: DiffFile): string {
  const known = prints.get(file);
  if (known !== undefined) return known;
  const print = fingerprint(file);
  prints.set(file, print);
  return print;
}

/** How many files carry the mark as they are now. */
export const viewedCount = (content: Content): number =>
  content.viewed.size === 0
    ? 0
    : content.files.filter((file) => viewedState(content, file) === 'yes').length;

/** Whether a thread will stand as resolved once the drafts are sent. */
export function isResolved({ drafts }: Content, thread: ReviewThread): boolean {
  const draft = drafts.find((one) => one.kind === 'resolve' && one.thread === thread.id);
  return draft?.kind === 'resolve' ? draft.resolved : thread.resolved;
}

/** Whether a thread waits for somebody. Those on the whole pull request cannot be resolved: they talk. */
export const isWaiting = (content: Content, thread: ReviewThread): boolean =>
  thread.path !== undefined && !isResolved(content, thread);

/** Whether a file's lines are hidden: by hand, because it was viewed, or from the beginning. */
export function isFolded(content: Content, file: DiffFile): boolean {
  const byHand = content.folds.get(file.path);
  return byHand ?? (viewedState(content, file) === 'yes' || content.folded.has(file.path));
}

/** The comments of a file that stand on a line of it. */
export const commentsOn = ({ drafts }: Content, path: string): CommentDraft[] =>
  drafts.filter(
    (draft): draft is CommentDraft =>
      draft.kind === 'comment' && draft.path === path && draft.lost !== true,
  );
