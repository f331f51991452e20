import { currentUser } from '../bitbucket/current-user.ts';
import {
  type PullRequest,
  type PullRequestName,
  readPullRequest,
} from '../bitbucket/pull-request.ts';
import { type Comment, readThreads, type Thread } from '../bitbucket/threads.ts';
import { type Verdict, verdictOf } from '../bitbucket/verdict.ts';
import type { Context } from '../context.ts';
import type { DiffFile } from '../diff/diff.ts';
import { BbxError } from '../errors.ts';
import { DiffIndex } from './diff-index.ts';
import type { Finding } from './finding.ts';
import type { Journal } from './journal.ts';
import { type KnownComments, pairComments } from './known-comments.ts';
import { placeFinding, type Remembered } from './place-finding.ts';
import { isMisplaced, type Misplaced, type Placement } from './placement.ts';
import { readReviewDiff } from './read-review-diff.ts';

/** A comment that somebody wants to make on lines. */
export interface Wish {
  /** Its number among the findings, from 1. */
  readonly item: number;
  readonly finding: Finding;
  /** What is posted. */
  readonly text: string;
  /** What its lines said, where that is known from another commit. */
  readonly remembered?: Remembered | undefined;
  /** The comments that it was posted as, where that is remembered. */
  readonly ids?: readonly number[] | undefined;
}

/** A wish, held against the pull request as it is. It has a placement, a problem, or is known. */
export interface ReviewItem extends Wish {
  readonly placement: Placement | undefined;
  readonly problem: Misplaced | undefined;
  /** The comment that stands already. */
  readonly known: Comment | undefined;
}

/** What is to be said of a pull request. */
export interface ReviewRequest {
  readonly wishes: readonly Wish[];
  /** A comment on the whole of it. */
  readonly body: string | undefined;
  readonly verdict: Verdict | undefined;
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
 * @throws BbxError CONFLICT for a verdict on a closed pull request, and where there is no diff to
 *   comment on; and as `call`
 */
export async function prepareReview(
  context: Context,
  name: PullRequestName,
  request: ReviewRequest,
  journal?: Journal,
): Promise<Prepared> {
  const { wishes, body, verdict } = request;
  const [pull, me] = await Promise.all([readPullRequest(context, name), currentUser(context)]);
  refuseClosed(pull, verdict);
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
    items: itemsOf(recalled, files, threads, known),
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

function itemsOf(
  wishes: readonly Wish[],
  files: readonly DiffFile[],
  threads: readonly Thread[],
  whose: KnownComments,
): ReviewItem[] {
  const index = new DiffIndex(files);
  const placed = wishes.map((wish) => placeFinding(wish.finding, index, wish.remembered));
  const wanted = wishes.map(({ finding, text, ids }, at) => {
    const result = placed[at];
    const place = result && !isMisplaced(result) ? result.place : undefined;
    const path = place?.path ?? finding.path;
    const file = index.file(path);
    const former = file?.files.flatMap(({ oldPath }) => oldPath ?? []) ?? [];
    const lines = [place?.line, finding.line].filter((line) => typeof line === 'number');
    const paths = [...new Set([path, file?.path ?? path, ...former])];
    return { text, paths, lines, placed: place !== undefined, ids };
  });
  const known = pairComments(wanted, threads, whose);
  return wishes.map((wish, at) => {
    const result = placed[at];
    const stands = known[at];
    const failed = result !== undefined && isMisplaced(result);
    return {
      ...wish,
      placement: failed ? undefined : result,
      problem: failed && !stands ? result : undefined,
      known: stands,
    };
  });
}

const knownBody = (text: string, threads: readonly Thread[], whose: KnownComments) =>
  pairComments([{ text, paths: [], lines: [], placed: true }], threads, whose)[0];

/** An anchor says by itself what the line says. */
function recalledFrom(
  journal: Journal | undefined,
  { finding }: Wish,
  commit: string,
): Remembered | undefined {
  const entry = finding.anchor ? undefined : journal?.recall(finding);
  return entry && entry.commit !== commit ? entry : undefined;
}
