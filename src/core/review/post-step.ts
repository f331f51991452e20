import { setTimeout as sleep } from 'node:timers/promises';
import type { PullRequestName } from '../bitbucket/pull-request.ts';
import { type Comment, postComment } from '../bitbucket/threads.ts';
import { isLost } from '../client/network-error.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { findLost } from './find-lost.ts';
import type { CommentStep, Outgoing, StepResult } from './outgoing.ts';
import { wordsOf } from './problem-words.ts';

/**
 * Milliseconds before each look for a comment whose answer was lost. A gateway that gives up on a
 * request does not end it, so it may have its effect seconds later.
 */
const LOOKS = [500, 1500, 2000];

/** What tells a comment that was just posted from others. */
type Sender = Pick<Outgoing, 'me' | 'seen' | 'stop'>;

/**
 * Posts a comment, once: where its answer is lost it is looked for, and never posted a second time.
 * @returns "unknown" when it was sent, its answer was lost and it is not there so far
 * @throws BbxError as `postComment`, when it is certain that nothing was posted
 */
export async function postStep(
  context: Context,
  name: PullRequestName,
  step: CommentStep,
  sender: Sender,
): Promise<StepResult> {
  const { key } = step;
  try {
    return posted(key, await postComment(context, name, step));
  } catch (error) {
    if (!(error instanceof BbxError) || !mayHaveWorked(error)) throw error;
    const found = await lookedFor(context, name, step, sender);
    if (found !== undefined) return posted(key, found);
    const why = `${wordsOf(error)} It may be there all the same: run it again to see.`;
    return { key, status: 'unknown', why, error };
  }
}

const posted = (key: string, { id, url }: Comment): StepResult => ({
  key,
  status: 'posted',
  id,
  url,
});

/** Looks some times, until it is there, somebody gives up, or there is no looking. */
async function lookedFor(
  context: Context,
  name: PullRequestName,
  step: CommentStep,
  { me, seen, stop }: Sender,
): Promise<Comment | undefined> {
  const signals = [context.signal, ...(stop ? [stop] : [])];
  for (const wait of LOOKS) {
    await sleep(wait, undefined, { signal: AbortSignal.any(signals) }).catch(() => undefined);
    if (context.signal.aborted) return undefined;
    try {
      const found = await findLost(context, name, step, { seen, me });
      if (found !== undefined || stop?.aborted) return found;
    } catch {
      return undefined;
    }
  }
  return undefined;
}

/** The request has left, and no answer told what came of it. A connection never made is none of it. */
const mayHaveWorked = (error: BbxError) =>
  (error.code === 'NETWORK' && isLost(error)) ||
  error.code === 'TIMEOUT' ||
  error.code === 'CANCELLED' ||
  (error.status ?? 0) >= 500;
