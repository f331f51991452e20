import { BbxError } from '../errors.ts';
import type { ItemRow } from './item-row.ts';
import { holdsApproval, leavesSome, stopsAll } from './leave-out.ts';
import type { Sent } from './outgoing.ts';
import type { Prepared } from './prepare-review.ts';
import { nextStep, wordsOf } from './problem-words.ts';

/**
 * What comments without a place come to.
 * @returns undefined where all have one, or where the others are all that is wanted
 */
export function unplacedProblem(prepared: Prepared, partial: boolean): BbxError | undefined {
  const { items } = prepared;
  const bad = items.filter(({ problem }) => problem);
  const [first] = bad;
  if (first?.problem === undefined) return undefined;
  const why = first.problem.why;
  if (stopsAll(prepared, partial)) {
    const others = leavesSome(prepared) ? ', or send the others with --partial' : '';
    const which =
      bad.length === 1 ? `Finding ${first.item} of ${items.length} has` : some(bad, items, 'have');
    return new BbxError('BAD_REQUEST', `${which} no place in the diff: nothing was sent.`, {
      hint: `${why}. Correct each as its item says${others}.`,
    });
  }
  if (!holdsApproval(prepared)) return undefined;
  const which = bad.length === 1 ? `Finding ${first.item} has` : some(bad, items, 'have');
  return new BbxError('CONFLICT', `${which} no place in the diff: the approval is held back.`, {
    hint: `${why}. Correct each as its item says, or take it out of the findings, and run it again: nothing is posted twice.`,
  });
}

const some = (bad: readonly unknown[], all: readonly unknown[], verb: string) =>
  `${bad.length} of ${all.length} findings ${verb}`;

/** What stands and what does not, then the first error; undefined where there was none. */
export function sendingProblem(
  sent: Sent,
  prepared: Prepared,
  rows: readonly ItemRow[],
): BbxError | undefined {
  const { problem, results } = sent;
  if (problem === undefined) return undefined;
  const unknown = results.some(({ status }) => status === 'unknown');
  const words = [...outcome(sent, prepared, rows), wordsOf(problem)].join(' ');
  return new BbxError(problem.code, words, {
    hint: unknown ? LOOK_FIRST : [AGAIN, nextStep(problem)].filter(Boolean).join(' '),
    status: problem.status,
    server: problem.server,
    retryAfter: problem.retryAfter,
    cause: problem,
  });
}

const AGAIN = 'Run the same again to send what is missing: nothing is posted twice.';
const LOOK_FIRST =
  'A comment was sent, and whether it stands is not known. Wait a little, look at the comments, then run the same again: it posts what is not there by then.';

function outcome(
  { verdict, results }: Sent,
  { body, verdict: wanted = 'none' }: Prepared,
  rows: readonly ItemRow[],
): string[] {
  const stands = rows.filter(({ status }) => status === 'posted' || status === 'already there');
  const said = results.find(({ key }) => key === 'body')?.status;
  const parts = [
    ...(rows.length > 0 ? [`${stands.length} of ${rows.length} comments stand`] : []),
    ...(rows.length === 0 && body && said === 'failed' ? ['The comment was not posted'] : []),
    ...(verdict === 'held back' ? ['the verdict is held back'] : []),
    ...(verdict === 'failed' ? [FAILED[wanted]] : []),
  ].join('; ');
  return parts === '' ? [] : [`${parts.charAt(0).toUpperCase()}${parts.slice(1)}.`];
}

const FAILED = {
  approve: 'the approval failed',
  'request-changes': 'the request for changes failed',
  none: 'taking back your verdict failed',
} as const;
