import type { Verdict } from '../bitbucket/verdict.ts';
import type { Prepared } from './prepare-review.ts';

type Review = Pick<Prepared, 'items' | 'body' | 'verdict' | 'before'>;

/**
 * Whether nothing is sent, because comments have no place in the diff.
 * @param partial they are left out, as long as something is left: not a bare request for changes
 */
export function stopsAll(review: Review, partial: boolean): boolean {
  return hasUnplaced(review) && (!partial || !leavesSome(review));
}

/** Whether something is left to send, or stands, without the comments that have no place. */
export const leavesSome = ({ items, body, verdict }: Review): boolean =>
  body !== undefined || verdict === 'none' || items.some(({ problem }) => !problem);

/** Whether an approval is held back: it would cover what was found and could not be said. */
export const holdsApproval = (review: Review): boolean =>
  review.verdict === 'approve' && review.before !== 'approve' && hasUnplaced(review);

/** The verdict that is given. */
export const verdictGiven = (review: Review): Verdict | undefined =>
  holdsApproval(review) ? undefined : review.verdict;

const hasUnplaced = ({ items }: Review) => items.some(({ problem }) => problem);
