import { BbxError } from '../../core/errors.ts';
import type { ReviewDesk, SendResult } from '../../core/review/desk.ts';
import { afterSending, outgoing } from './outgoing.ts';
import { type SentPage, type State, say } from './state.ts';

/** How sending ended. */
interface SendEnd {
  /** What became of each part. */
  readonly results: readonly SendResult[];
  /** Somebody stopped it, and something is not sent for that. */
  readonly stopped: boolean;
}

/**
 * Sends the review of a state. What has arrived is no draft any more at once, whatever happens next.
 * @param change changes the screen
 */
export async function sendFrom(
  state: State,
  desk: ReviewDesk,
  signal: AbortSignal,
  change: (change: (state: State) => State) => void,
): Promise<SendEnd> {
  const results: SendResult[] = [];
  let problem: SentPage['problem'];
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
    problem = problemOf(error);
  }
  const stopped = signal.aborted && results.some(({ sent }) => !sent);
  change((now) => {
    const page = { kind: 'sent' as const, top: 0, results, problem };
    return say({ ...now, page }, endWords(page, stopped));
  });
  return { results, stopped };
}

function received(state: State, result: SendResult, results: readonly SendResult[]): State {
  const { page, ...left } = afterSending(state, [result]);
  return { ...left, page: page.kind === 'sending' ? { ...page, results } : page };
}

/** An error in words: what went wrong, and what to do. */
export function problemOf(error: unknown): NonNullable<SentPage['problem']> {
  if (error instanceof BbxError) return { message: error.message, hint: error.hint ?? '' };
  return { message: error instanceof Error ? error.message : String(error), hint: '' };
}

function endWords({ results, problem }: SentPage, stopped: boolean): string {
  const failed = results.filter(({ sent }) => !sent).length;
  if (stopped) {
    return `Stopped: ${failed} of ${results.length} not sent and still here; S goes on with it.`;
  }
  if (problem !== undefined) return 'What was not sent stays here as drafts.';
  if (failed === 0) return 'All of it is on Bitbucket.';
  return `${failed} did not arrive and stay here as drafts; S tries again.`;
}
