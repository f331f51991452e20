import { wrap } from '../../core/output/width.ts';
import type { SendResult, Verdict } from '../../core/review/desk.ts';
import type { CommentDraft, Draft } from '../../core/review/draft.ts';
import type { Content } from './content.ts';
import { oneLine } from './spans.ts';
import type { TextBox } from './text-box.ts';

/** An item of the document: a position of its order, and an item of that section. */
export interface Place {
  readonly at: number;
  readonly item: number;
}

/** What is at the upper edge of the screen; `skip` rows of it are above. */
export interface Top extends Place {
  readonly skip: number;
}

/** What is shown; the diff is behind all of them. */
export type Page =
  | { readonly kind: 'diff' }
  | { readonly kind: 'files'; readonly at: number }
  | { readonly kind: 'threads'; readonly at: number }
  | { readonly kind: 'help'; readonly top: number }
  | { readonly kind: 'filter'; readonly box: TextBox; readonly before: string }
  | ComposePage
  | {
      /** Offers what was left from an earlier time; `next` is shown after it. */
      readonly kind: 'back';
      readonly lines: readonly string[];
      readonly asked: boolean;
      readonly next: Page;
    }
  | SendPage
  | SummaryPage
  | { readonly kind: 'sending'; readonly total: number; readonly results: readonly SendResult[] }
  | SentPage;

/** What will be sent. */
export interface SendPage {
  readonly kind: 'send';
  /** The entry that the cursor is on; the summary is the last one. */
  readonly at: number;
  readonly top: number;
  /** Enter was pressed, and y is waited for. */
  readonly asked: boolean;
  /** The summary that was deleted on this page, to bring back. */
  readonly deleted?: string;
}

/** Typing the comment on the whole pull request. */
export interface SummaryPage {
  readonly kind: 'summary';
  readonly box: TextBox;
  /** What it was when the box opened. */
  readonly before: string;
  /** Esc was pressed with a text that would be thrown away. */
  readonly asked: boolean;
}

/** What became of a review. */
export interface SentPage {
  readonly kind: 'sent';
  readonly top: number;
  readonly results: readonly SendResult[];
  /** Why it ended before its end, and what to do. */
  readonly problem: { readonly message: string; readonly hint: string } | undefined;
}

/** Typing a comment, a reply, or the words for a suggestion. */
export interface ComposePage {
  readonly kind: 'compose';
  readonly box: TextBox;
  /** What it will be, with the body as it was before. */
  readonly draft: Exclude<Draft, { kind: 'resolve' }>;
  /** The draft that is being changed. */
  readonly replaces: string | undefined;
  /** Esc was pressed with a text that would be thrown away. */
  readonly asked: boolean;
}

/** All that the screen shows, and nothing of how. */
export interface State {
  readonly content: Content;
  readonly columns: number;
  readonly rows: number;
  readonly top: Top;
  readonly cursor: Place;
  /** Where a range begins, while one is marked. */
  readonly mark: Place | undefined;
  readonly page: Page;
  /** The draft that was deleted last, to bring back. */
  readonly removed: Draft | undefined;
  readonly summary: string;
  readonly verdict: Verdict;
  /** Long lines are broken, or else cut. */
  readonly wrap: boolean;
  /** Said once, in the last row. */
  readonly message: string;
  /** The text that is posted for a draft. */
  readonly wording: (draft: Draft) => string;
}

/** What the screen cannot do by itself. */
export type Effect =
  | { readonly kind: 'quit'; readonly interrupted?: boolean }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'redraw' }
  | {
      readonly kind: 'edit-suggestion';
      readonly draft: CommentDraft;
      readonly replaces: string | undefined;
    }
  | { readonly kind: 'edit-text'; readonly text: string }
  | { readonly kind: 'send' };

export interface Step {
  readonly state: State;
  readonly effect?: Effect;
}

/** A step without an effect. */
export const only = (state: State): Step => ({ state });

/** Rows of the screen that an item takes. */
export type Heights = (state: State, place: Place) => number;

/** Does what a key asks for. */
export type Action = (state: State, heights: Heights) => Step;

/** Rows for the diff: all but two on top, those of the message, and a panel to type in. */
export const bodyRows = (state: State): number =>
  Math.max(1, state.rows - 2 - messageLines(state).length - panelRows(state));

/** What is said below all; what to do stands at its end. One line is always there. */
export const messageLines = ({ message, columns }: State): readonly string[] =>
  wrap(oneLine(message), Math.max(10, columns - 2)).slice(0, 4);

/** Rows of the panel in which somebody types. */
export const panelRows = ({ page, rows, columns }: State): number => {
  if (page.kind !== 'compose' && page.kind !== 'summary') return 0;
  const width = Math.max(10, columns - 4);
  const needed = page.box.text
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil((line.length + 1) / width)), 0);
  return Math.min(Math.max(needed, 3), Math.max(3, Math.floor(rows / 2) - 2)) + 2;
};

export const say = (state: State, message: string): State => ({ ...state, message });
