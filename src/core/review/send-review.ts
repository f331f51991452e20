import type { PullRequestName } from '../bitbucket/pull-request.ts';
import { setResolved } from '../bitbucket/threads.ts';
import { giveVerdict } from '../bitbucket/verdict.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import type { Outgoing, Sent, Step, StepResult } from './outgoing.ts';
import { postStep } from './post-step.ts';
import { wordsOf } from './problem-words.ts';

/**
 * Sends a review: its steps in their order, then its verdict. It does not throw for what fails: each
 * step has a result. A step that is refused for itself leaves the next ones to be tried; anything
 * else (no connection, a rate limit, a cancel, a comment of which nobody knows whether it stands) ends
 * it there. In both cases no verdict is given.
 * @param onResult is told each step as soon as Bitbucket has answered
 */
export async function sendReview(
  context: Context,
  name: PullRequestName,
  outgoing: Outgoing,
  onResult: (result: StepResult, done: number) => void = () => undefined,
): Promise<Sent> {
  const results: StepResult[] = [];
  const seen = new Set(outgoing.seen);
  let problem: BbxError | undefined;
  let over = false;
  for (const step of outgoing.steps) {
    if (isStopped(context, outgoing)) {
      problem ??= cancelled();
      over = true;
    }
    const held = step.kind === 'comment' && step.last && problem !== undefined;
    const result: StepResult =
      over || held
        ? { key: step.key, status: 'not tried' }
        : await trying(context, name, step, { ...outgoing, seen });
    if (result.id !== undefined) seen.add(result.id);
    if (result.error) {
      problem ??= result.error;
      over ||= result.status === 'unknown' || !isOfOneStep(result.error, step);
    }
    results.push(result);
    onResult(result, results.length);
  }
  const given = await verdictAfter(context, name, outgoing, problem);
  return { results, ...given };
}

const isStopped = ({ signal }: Context, { stop }: Pick<Outgoing, 'stop'>) =>
  signal.aborted || stop?.aborted === true;

const cancelled = () => new BbxError('CANCELLED', 'Cancelled.');

async function verdictAfter(
  context: Context,
  name: PullRequestName,
  { verdict, before, stop }: Outgoing,
  problem: BbxError | undefined,
): Promise<Pick<Sent, 'verdict' | 'problem'>> {
  if (verdict === undefined) return { verdict: 'none', problem };
  if (verdict === before) return { verdict: 'already', problem };
  if (isStopped(context, { stop }))
    return { verdict: 'held back', problem: problem ?? cancelled() };
  if (problem !== undefined) return { verdict: 'held back', problem };
  try {
    await giveVerdict(context, name, verdict, before);
    return { verdict: 'sent', problem };
  } catch (error) {
    return { verdict: 'failed', problem: asBbxError(error) };
  }
}

async function trying(
  context: Context,
  name: PullRequestName,
  step: Step,
  sender: Pick<Outgoing, 'me' | 'seen' | 'stop'>,
): Promise<StepResult> {
  const { key } = step;
  try {
    if (step.kind === 'resolve') {
      const done = await setResolved(context, name, step.thread, step.resolved);
      return { key, status: done ? 'posted' : 'already there' };
    }
    return await postStep(context, name, step, sender);
  } catch (caught) {
    const error = asBbxError(caught);
    return { key, status: 'failed', why: wordsOf(error), error };
  }
}

/** Bitbucket refuses this one, and may take the next. */
const isOfOneStep = ({ code, status }: BbxError, { kind }: Step) =>
  code === 'BAD_REQUEST' ||
  code === 'CONFLICT' ||
  (code === 'UNAVAILABLE' && status === undefined) ||
  (kind !== 'comment' && (code === 'NOT_FOUND' || code === 'FORBIDDEN'));

const asBbxError = (error: unknown): BbxError =>
  error instanceof BbxError
    ? error
    : new BbxError('INTERNAL', error instanceof Error ? error.message : String(error), {
        cause: error,
      });
