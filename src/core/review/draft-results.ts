import type { OutgoingReview, SendResult } from './desk.ts';
import type { Sent, Step, StepResult } from './outgoing.ts';

/** What became of a step, in words for the screen; a failure says who has to act. */
export function stepResult(step: Step, { status, why, id, error }: StepResult): SendResult {
  const about = wordsFor(step);
  const told = (sent: boolean, words: string) => ({
    id: step.key,
    sent,
    message: `${about}: ${words}`,
  });
  if (status === 'posted') {
    return told(true, id === undefined ? 'sent' : `sent as comment ${id}`);
  }
  if (status === 'already there') return told(true, 'was so already');
  return { ...told(false, why ?? 'not tried'), ...hintOf(error) };
}

/** The result of a comment that an earlier try had posted. */
export const standsAlready = (step: Step): SendResult => ({
  id: step.key,
  sent: true,
  message: `${wordsFor(step)}: was there already`,
});

function wordsFor(step: Step): string {
  if (step.kind === 'resolve') {
    return `${step.resolved ? 'Resolve' : 'Reopen'} thread ${step.thread}`;
  }
  if (step.parent !== undefined) return `Reply to thread ${step.parent}`;
  return step.place === undefined ? 'Summary' : `${step.place.path}:${step.place.line}`;
}

/**
 * What became of the verdict; nothing where none was asked for.
 * @param stopped somebody wanted to stop while it was being sent
 */
export function verdictResult(
  verdict: OutgoingReview['verdict'],
  sent: Sent,
  stopped: boolean,
): SendResult[] {
  if (sent.verdict === 'none') return [];
  const words = verdict === 'approve' ? 'Approval' : 'Request for changes';
  const reason = stopped ? 'it was stopped' : 'something above did not arrive';
  const message = {
    sent: 'sent',
    already: 'was given already',
    'held back': `held back, because ${reason}`,
    failed: sent.problem?.message ?? 'refused',
  }[sent.verdict];
  const arrived = sent.verdict === 'sent' || sent.verdict === 'already';
  const hint = sent.verdict === 'failed' ? hintOf(sent.problem) : {};
  return [{ id: 'verdict', sent: arrived, message: `${words}: ${message}`, ...hint }];
}

const hintOf = (error: Sent['problem']): Pick<SendResult, 'hint'> =>
  error?.hint === undefined ? {} : { hint: error.hint };
