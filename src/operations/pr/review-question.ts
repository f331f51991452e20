import { stopsAll, verdictGiven } from '../../core/review/leave-out.ts';
import type { Prepared } from '../../core/review/prepare-review.ts';
import { toPost } from '../../core/review/review-items.ts';

/**
 * What a person is asked before a review with comments on lines is sent. A verdict or a comment that
 * was typed as such is not asked about, as in gh; nor is a review of which nothing can be sent.
 */
export function reviewQuestion(prepared: Prepared, partial: boolean): string | undefined {
  const { name, items, body, before } = prepared;
  if (stopsAll(prepared, partial)) return undefined;
  const verdict = verdictGiven(prepared);
  const comments = toPost(items).length;
  if (comments === 0) return undefined;
  const parts = [`post ${comments} comment${comments === 1 ? '' : 's'}`];
  if (body && !body.known) parts.push('comment on all of it');
  if (verdict && verdict !== before) parts.push(VERBS[verdict]);
  const last = parts.pop() ?? '';
  const words = parts.length > 0 ? `${parts.join(', ')} and ${last}` : last;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}: ${name.workspace}/${name.repo} #${name.id}?`;
}

const VERBS = {
  approve: 'approve',
  'request-changes': 'request changes',
  none: 'take back your verdict',
} as const;
