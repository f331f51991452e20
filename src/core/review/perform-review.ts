import { readPullRequest } from '../bitbucket/pull-request.ts';
import type { Context } from '../context.ts';
import { holdsApproval, stopsAll, verdictGiven } from './leave-out.ts';
import type { Sent, Step } from './outgoing.ts';
import type { Prepared } from './prepare-review.ts';
import { type ReviewItem, toPost, type Wish } from './review-items.ts';
import { sendReview } from './send-review.ts';

/** What became of a review, on the pull request as it was when it was sent. */
export interface Performed {
  readonly prepared: Prepared;
  /** Undefined when nothing was sent, because a comment has no place. */
  readonly sent: Sent | undefined;
}

/** How a review is performed. */
export interface PerformOptions {
  /** Comments without a place are left out, and hold an approval back; else one of them stops all. */
  readonly partial: boolean;
  /** Prepares the same anew, for a pull request that has changed in between. */
  readonly again: (wishes: readonly Wish[]) => Promise<Prepared>;
}

/**
 * Sends a prepared review. Right before, the pull request is read again: when it has got other
 * commits since, each comment is placed anew by the text of its lines.
 * @throws BbxError as prepareReview, before anything is sent
 */
export async function performReview(
  context: Context,
  shown: Prepared,
  { partial, again }: PerformOptions,
): Promise<Performed> {
  const prepared = await current(context, shown, again);
  if (stopsAll(prepared, partial)) return { prepared, sent: undefined };
  const steps = stepsOf(prepared);
  const comments = steps.length;
  const report = (done: number) =>
    context.progress({ label: 'Posting comments', done, total: comments });
  if (comments > 0) report(0);
  const { before, me, seen } = prepared;
  const outgoing = { steps, verdict: verdictGiven(prepared), before, me, seen };
  const sent = await sendReview(context, prepared.name, outgoing, (_, done) => report(done));
  const held = holdsApproval(prepared) && { verdict: 'held back' as const };
  return { prepared, sent: { ...sent, ...held } };
}

async function current(
  context: Context,
  shown: Prepared,
  again: PerformOptions['again'],
): Promise<Prepared> {
  const { pull, items } = shown;
  const now = await readPullRequest(context, shown.name);
  const same =
    now.source.commit === pull.source.commit &&
    now.destination.branch === pull.destination.branch &&
    now.state === pull.state;
  if (same) return shown;
  const prepared = await again(items.map(rebased));
  if (items.length > 0) {
    context.note(
      'The pull request has changed meanwhile: its comments were placed again by the text of their lines.',
    );
  }
  return prepared;
}

/** The wish with its place in the diff that was shown, to be found again in another one. */
function rebased({ item, finding, text, placement, remembered, ids }: ReviewItem): Wish {
  if (placement === undefined) return { item, finding, text, remembered, ids };
  const { side, line, startLine } = placement.place;
  return {
    item,
    finding: { ...finding, anchor: null, side, line, start_line: startLine },
    text,
    ids,
    remembered: { side, lines: placement.lines.map((each) => each.text) },
  };
}

/** What is not there yet, the comment on all of it last. */
function stepsOf({ items, body }: Prepared): Step[] {
  const comments = toPost(items).map(({ item, text, placement }) => ({
    kind: 'comment' as const,
    key: String(item),
    text,
    place: placement?.place,
  }));
  if (body === undefined || body.known) return comments;
  return [...comments, { kind: 'comment', key: 'body', text: body.text, last: true }];
}
