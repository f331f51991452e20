import { BbxError } from '../../core/errors.ts';
import { unresolved, type ViewParts } from './view-parts.ts';

/** Unresolved threads that a person and an agent are shown; `pr threads` lists them all. */
const MOST = 20;

/** A pull request with no more threads than somebody reads, and how many are left out of it. */
export interface Shown {
  readonly parts: ViewParts;
  readonly hidden: number;
}

/** Leaves out what is too much to read at once: the newest of the unresolved threads. */
export function shownOf(parts: ViewParts): Shown {
  const { pr, threads } = parts;
  if (threads instanceof BbxError) return { parts, hidden: 0 };
  const left = unresolved(threads).slice(MOST);
  if (left.length === 0) return { parts, hidden: 0 };
  const gone = new Set(left);
  const comments = left.reduce((sum, thread) => sum + thread.comments.length, 0);
  return {
    parts: {
      ...parts,
      // What is not shown has a line of its own, and is not among the other comments.
      pr: { ...pr, comments: pr.comments - comments },
      threads: threads.filter((thread) => !gone.has(thread)),
    },
    hidden: left.length,
  };
}

/** "980 more unresolved threads" */
export const hiddenWords = (hidden: number): string =>
  `${hidden} more unresolved thread${hidden === 1 ? '' : 's'}`;
