import { BbxError } from '../../core/errors.ts';
import type { ReviewDesk, SendResult } from '../../core/review/desk.ts';
import { afterSending, outgoing } from './outgoing.ts';
import { type State, say } from './state.ts';

/**
 * Sends the review of a state. What has arrived is no draft any more at once, whatever happens next.
 * @param change changes the screen
 * @returns what became of each part that was tried
 */
export async function sendFrom(
  state: State,
  desk: ReviewDesk,
  signal: AbortSignal,
  change: (change: (state: State) => State) => void,
): Promise<readonly SendResult[]> {
  const results: SendResult[] = [];
  let problem: unknown;
  try {
    await desk.send(
      outgoing(state),
      (result) => {
        results.push(result);
        change((now) => received(now, result, [...results]));
      },
      signal,
    );
  } catch (error) {
    problem = error;
  }
  change((now) => finished(now, results, problem));
  return results;
}

function received(state: State, result: SendResult, results: readonly SendResult[]): State {
  const { page, ...left } = afterSending(state, [result]);
  return { ...left, page: page.kind === 'sending' ? { ...page, results } : page };
}

function finished(state: State, results: readonly SendResult[], problem: unknown): State {
  const page = { kind: 'sent' as const, top: 0, results };
  return say({ ...state, page }, endWords(results, problem));
}

function endWords(results: readonly SendResult[], problem: unknown): string {
  if (problem !== undefined) {
    const hint = problem instanceof BbxError ? (problem.hint ?? '') : '';
    return `${problem instanceof Error ? problem.message : String(problem)} ${hint}`.trim();
  }
  const failed = results.filter(({ sent }) => !sent).length;
  if (failed === 0) return 'All of it is on Bitbucket.';
  return `${failed} did not arrive and stay here as drafts; S tries again.`;
}
