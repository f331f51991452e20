import type { NewComment } from '../bitbucket/threads.ts';
import type { Verdict } from '../bitbucket/verdict.ts';
import type { BbxError } from '../errors.ts';

/** A comment to post: on lines, on the whole pull request, or as an answer to another. */
export interface CommentStep extends NewComment {
  readonly kind: 'comment';
  /** The caller's own name for it. */
  readonly key: string;
  /** It is said of all the others, so it is not posted when one of them failed. */
  readonly last?: boolean | undefined;
}

/** A thread to resolve, or to open again. */
export interface ResolveStep {
  readonly kind: 'resolve';
  readonly key: string;
  readonly thread: number;
  readonly resolved: boolean;
}

export type Step = CommentStep | ResolveStep;

/** A review that is ready to be sent: every place checked, what stands already left out. */
export interface Outgoing {
  readonly steps: readonly Step[];
  /** Given when all steps are through. */
  readonly verdict: Verdict | undefined;
  /** The verdict that stands: the same one is not given again. */
  readonly before: Verdict | undefined;
  /** The UUID of who sends; undefined for an access token. */
  readonly me: string | undefined;
  /** The comments there are, so that one whose answer was lost is told from those. */
  readonly seen: ReadonlySet<number>;
  /** When it is aborted, nothing more is begun; what is under way comes to its end. */
  readonly stop?: AbortSignal | undefined;
}

/** What became of one step. */
export interface StepResult {
  readonly key: string;
  /** "unknown": it was sent, its answer was lost, and it was not there when it was looked for. */
  readonly status: 'posted' | 'already there' | 'failed' | 'unknown' | 'not tried';
  /** The comment as Bitbucket numbers it. */
  readonly id?: number;
  readonly url?: string;
  readonly why?: string;
  readonly error?: BbxError;
}

/** What became of a review. */
export interface Sent {
  readonly results: readonly StepResult[];
  readonly verdict: 'sent' | 'already' | 'held back' | 'failed' | 'none';
  /** What went wrong first. */
  readonly problem: BbxError | undefined;
}
