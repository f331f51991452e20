import type { Thread } from '../../core/bitbucket/threads.ts';
import type { DiffIndex } from '../../core/review/diff-index.ts';

/** A thread as a flat row: what somebody has to know to act on it, and what is cheap for a model. */
export interface ThreadRow {
  readonly id: number;
  /** Null for a comment that is not on the diff. */
  readonly path: string | null;
  readonly line: number | null;
  readonly start_line: number | null;
  readonly side: 'new' | 'old' | null;
  /** The line as the diff has it now; null where it is not in it any more. */
  readonly code: string | null;
  readonly author: string;
  readonly text: string;
  readonly replies: number;
  /** The newest answer, after its author's name. */
  readonly last_reply: string | null;
  /** "general" is not on the diff, and cannot be resolved. */
  readonly state: ThreadState;
  /** When its newest comment was written, ISO 8601 to the second. */
  readonly last_on: string;
}

type ThreadState = 'open' | 'resolved' | 'general' | 'pending';

/** What can still be done about a thread. */
export function stateOf({ place, resolvedBy, comments }: Thread): ThreadState {
  if (comments[0]?.pending) return 'pending';
  if (place === undefined) return 'general';
  return resolvedBy ? 'resolved' : 'open';
}

/** When the newest comment of a thread was written. */
export const lastOn = ({ comments }: Thread): string =>
  comments
    .map(({ createdOn }) => createdOn)
    .reduce((a, b) => (Date.parse(b) > Date.parse(a) ? b : a));

/** Makes the rows, with the code from the diff; of an outdated thread the line is another one now. */
export const rowsOf = (threads: readonly Thread[], diff: DiffIndex | undefined): ThreadRow[] =>
  threads.map((thread) => {
    const { id, place, comments } = thread;
    const [first, ...replies] = comments;
    const last = replies.at(-1);
    return {
      id,
      path: place?.path ?? null,
      line: place?.line ?? null,
      start_line: place?.startLine ?? null,
      side: place?.side ?? null,
      code: codeOf(thread, diff),
      author: first?.author.name ?? '',
      text: first?.text || '(deleted)',
      replies: replies.length,
      last_reply: last ? `${last.author.name}: ${last.text}` : null,
      state: stateOf(thread),
      last_on: lastOn(thread)
        .replace(/\.\d+(?=[Z+-])/, '')
        .replace('+00:00', 'Z'),
    };
  });

function codeOf({ place, outdated }: Thread, diff: DiffIndex | undefined): string | null {
  if (place?.line === undefined || outdated) return null;
  const { path, side, line } = place;
  const found = diff?.file(path)?.at(side, line);
  return found?.line.text.trim() ?? null;
}
