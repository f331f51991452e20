import type { DiffFile } from '../diff/diff.ts';
import type { Draft } from './draft.ts';

/** What one thinks of a pull request; "comment" is no verdict. */
export type Verdict = 'approve' | 'request-changes' | 'comment';

/** The pull request that is reviewed. All texts are as Bitbucket sent them: not safe for a terminal. */
export interface ReviewedPull {
  /** "workspace/repository" */
  readonly repository: string;
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly author: string;
  readonly source: string;
  readonly destination: string;
  /** The commit that the diff shows, in full. */
  readonly sourceCommit: string;
  /** Its page on the web. */
  readonly url: string;
  /** "open", "merged", "declined", "superseded"; only an open one takes a verdict. */
  readonly state: string;
  /** The verdict of who reviews that stands already. */
  readonly verdict: Exclude<Verdict, 'comment'> | undefined;
}

export interface ThreadComment {
  readonly id: number;
  readonly author: string;
  readonly text: string;
  /** As Bitbucket writes a time. */
  readonly when: string;
  readonly mine: boolean;
}

/** A conversation: the first comment, and the replies to it in the order of their time. */
export interface ReviewThread {
  /** The number of its first comment. */
  readonly id: number;
  /** Undefined for one on the whole pull request. */
  readonly path: string | undefined;
  readonly side: 'new' | 'old';
  /** The last line of it; undefined for one on a whole file. */
  readonly line: number | undefined;
  /** The first line, where it is on a range. */
  readonly startLine: number | undefined;
  readonly resolved: boolean;
  /** The line that it was written on is gone. */
  readonly outdated: boolean;
  readonly comments: readonly ThreadComment[];
}

/** What one step sends, in this order: the items, then the summary, then the verdict. */
export interface OutgoingReview {
  readonly items: readonly Draft[];
  /** A comment on the whole pull request; "" for none. */
  readonly summary: string;
  readonly verdict: Verdict;
}

/** What became of one part of a review. */
export interface SendResult {
  /** The draft's id, "summary" or "verdict". */
  readonly id: string;
  readonly sent: boolean;
  /** In words: "posted as 1234", or why not. */
  readonly message: string;
  /** What to do about one that did not arrive, where somebody has to act. */
  readonly hint?: string;
}

/** All that the review screen needs of the world; it knows no HTTP. */
export interface ReviewDesk {
  readonly pull: ReviewedPull;
  /** The UUID of who reviews; undefined for an access token, which is nobody's. */
  readonly me: string | undefined;
  readonly files: readonly DiffFile[];
  readonly threads: readonly ReviewThread[];
  /** The text that is posted for a draft, suggestion included. */
  readonly wording: (draft: Draft) => string;
  /**
   * Sends a review. A failure does not throw: it is a result, and what was not tried has one too.
   * @param onResult is told each part as soon as Bitbucket has answered
   * @param signal aborted when somebody wants to stop: then nothing more is begun
   */
  readonly send: (
    review: OutgoingReview,
    onResult: (result: SendResult) => void,
    signal: AbortSignal,
  ) => Promise<readonly SendResult[]>;
  /** The threads as they are now. */
  readonly readThreads: () => Promise<readonly ReviewThread[]>;
}
