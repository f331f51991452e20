import { currentUser } from '../bitbucket/current-user.ts';
import {
  type PullRequest,
  type PullRequestName,
  readPullRequest,
} from '../bitbucket/pull-request.ts';
import { type Comment, readThreads, type Thread } from '../bitbucket/threads.ts';
import { type Verdict, verdictOf } from '../bitbucket/verdict.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import type { Journal } from './journal.ts';
import { type KnownComments, pairComments } from './known-comments.ts';
import type { Remembered } from './place-finding.ts';
import { readReviewDiff } from './read-review-diff.ts';
import { type ReviewItem, reviewItems, type Wish } from './review-items.ts';

/** What is to be said of a pull request. */
export interface ReviewRequest {
  readonly wishes: readonly Wish[];
  /** A comment on the whole of it. */
  readonly body: string | undefined;
  readonly verdict: Verdict | undefined;
  /** The source commit that it was made on, or the beginning of its hash; undefined for any. */
  readonly commit?: string | undefined;
}

/** A review, ready to be shown and sent. */
export interface Prepared {
  readonly name: PullRequestName;
  readonly pull: PullRequest;
  /** The UUID of who is signed in; undefined for an access token. */
  readonly me: string | undefined;
  readonly items: readonly ReviewItem[];
  readonly body: { readonly text: string; readonly known: Comment | undefined } | undefined;
  readonly verdict: Verdict | undefined;
  /** Their own verdict that stands, where it is known. */
  readonly before: Verdict | undefined;
  /** The numbers of all comments there are. */
  readonly seen: ReadonlySet<number>;
}

/**
 * Holds a review against its pull request: places each comment, and finds those that stand already.
 * @param journal what is remembered of the findings from earlier runs
 * @throws BbxError CONFLICT for a verdict on a closed pull request, for one at another commit than
 *   the one named, and where there is no diff to comment on; USAGE for what is no commit; as `call`
 */
export async function prepareReview(
  context: Context,
  name: PullRequestName,
  request: ReviewRequest,
  journal?: Journal,
): Promise<Prepared> {
  const { wishes, body, verdict } = request;
  refuseNoHash(request);
  const [pull, me] = await Promise.all([readPullRequest(context, name), currentUser(context)]);
  refuseClosed(pull, verdict);
  refuseMoved(pull, request);
  const talks = wishes.length > 0 || body !== undefined;
  const [files, threads] = await Promise.all([
    wishes.length > 0 ? readReviewDiff(context, name, pull) : [],
    talks ? readThreads(context, name) : [],
  ]);
  const commit = pull.source.commit ?? '';
  const idsOf = journal?.postedIds();
  const recalled = wishes.map((wish) => ({
    ...wish,
    remembered: wish.remembered ?? recalledFrom(journal, wish, commit),
    ids: wish.ids ?? idsOf?.(wish.finding),
  }));
  const isFresh = (id: number) => journal?.postedOn(id) === commit;
  const known = { me: me?.uuid, isFresh };
  return {
    name,
    pull,
    me: me?.uuid,
    items: reviewItems(recalled, files, threads, known),
    body: body === undefined ? undefined : { text: body, known: knownBody(body, threads, known) },
    verdict,
    before: me && verdictOf(pull, me.uuid),
    seen: new Set(threads.flatMap(({ comments }) => comments.map(({ id }) => id))),
  };
}

/** Bitbucket answers 400 to a verdict then, and would do so after all comments are posted. */
function refuseClosed({ id, state }: PullRequest, verdict: Verdict | undefined): void {
  if (verdict === undefined || state === 'OPEN') return;
  throw new BbxError(
    'CONFLICT',
    `Pull request ${id} is ${state.toLowerCase()}: no verdict can be given.`,
    {
      hint: 'It still takes comments: leave the verdict away to post them. Nothing was sent.',
    },
  );
}

const knownBody = (text: string, threads: readonly Thread[], whose: KnownComments) =>
  pairComments([{ text, paths: [], lines: [] }], threads, whose)[0];

function refuseNoHash({ commit }: ReviewRequest): void {
  if (commit === undefined || /^[0-9a-f]{7,40}$/i.test(commit)) return;
  throw new BbxError('USAGE', `Not a commit: ${JSON.stringify(commit)}.`, {
    hint: 'Give its hash, or 7 digits of it or more: answers have it as commit.',
  });
}

/** Bitbucket tells the first 12 digits of a hash. */
function refuseMoved({ id, source }: PullRequest, { commit }: ReviewRequest): void {
  const now = source.commit ?? '';
  const meant = (commit ?? now).toLowerCase();
  if (now === meant || (now !== '' && (now.startsWith(meant) || meant.startsWith(now)))) return;
  throw new BbxError(
    'CONFLICT',
    `Pull request ${id} is at ${now || 'no commit'} now, not at ${meant}: nothing was sent.`,
    { hint: 'Hold the findings against its present diff, and name that commit.' },
  );
}

/** An anchor says by itself what the line says. */
function recalledFrom(
  journal: Journal | undefined,
  { finding }: Wish,
  commit: string,
): Remembered | undefined {
  const entry = finding.anchor ? undefined : journal?.recall(finding);
  return entry && entry.commit !== commit ? entry : undefined;
}
