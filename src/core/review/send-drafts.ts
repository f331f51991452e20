import type { Person } from '../bitbucket/person.ts';
import { type PullRequestName, readPullRequest } from '../bitbucket/pull-request.ts';
import { type Comment, readThreads, type Thread } from '../bitbucket/threads.ts';
import { verdictOf } from '../bitbucket/verdict.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { comparable } from './comment-text.ts';
import type { OutgoingReview, SendResult } from './desk.ts';
import type { Draft } from './draft.ts';
import { standsAlready, stepResult, verdictResult } from './draft-results.ts';
import { pairComments, type Wanted } from './known-comments.ts';
import type { Step } from './outgoing.ts';
import { sendReview } from './send-review.ts';

/** Where drafts go. */
export interface Destination {
  readonly context: Context;
  readonly name: PullRequestName;
  /** The source commit that the drafts were placed on. */
  readonly commit: string | undefined;
  /** Who sends; undefined for an access token. */
  readonly me: Person | undefined;
}

export interface Sending {
  /** The text that is posted for a draft. */
  readonly wording: (draft: Draft) => string;
  readonly onResult: (result: SendResult) => void;
  /** Aborted: nothing more is begun, and what was not has a result that says so. */
  readonly signal: AbortSignal;
}

/**
 * Sends what was written on the review screen. What stands already, because an earlier try got that
 * far, is not posted again.
 * @returns a result for each draft, and for "summary" and "verdict" where there is one
 * @throws BbxError CONFLICT when the pull request got new commits, before anything is sent; as `call`
 */
export async function sendDrafts(
  { context, name, commit, me }: Destination,
  { items, summary, verdict }: OutgoingReview,
  { wording, onResult, signal }: Sending,
): Promise<readonly SendResult[]> {
  const [pull, threads] = await Promise.all([
    readPullRequest(context, name),
    readThreads(context, name),
  ]);
  if (pull.source.commit !== commit) throw changed(name);
  const results: SendResult[] = [];
  const tell = (result: SendResult) => {
    results.push(result);
    onResult(result);
  };
  const all = stepsFor(items, summary, wording);
  const standing = commentsThere(all, threads, me?.uuid);
  const left = all.filter((step) => {
    const there = standing.get(step.key);
    if (there) tell(standsAlready(step));
    return there === undefined;
  });
  const outgoing = {
    steps: left,
    verdict: verdict === 'comment' ? undefined : verdict,
    before: me && verdictOf(pull, me.uuid),
    me: me?.uuid,
    seen: new Set(threads.flatMap(({ comments }) => comments.map(({ id }) => id))),
    stop: signal,
  };
  const steps = new Map(left.map((step) => [step.key, step]));
  const sent = await sendReview(context, name, outgoing, (result) => {
    const step = steps.get(result.key);
    if (step) tell(stepResult(step, result));
  });
  for (const result of verdictResult(verdict, sent, signal.aborted)) tell(result);
  return results;
}

/** Comments, answers and threads in the order given, the comment on all of it last. */
function stepsFor(
  items: readonly Draft[],
  summary: string,
  wording: Sending['wording'],
): readonly Step[] {
  const steps = items.map((draft): Step => {
    const { id: key } = draft;
    if (draft.kind === 'resolve') {
      return { kind: 'resolve', key, thread: draft.thread, resolved: draft.resolved };
    }
    const text = wording(draft);
    if (draft.kind === 'reply') return { kind: 'comment', key, text, parent: draft.thread };
    const { path, side, line, startLine } = draft;
    return { kind: 'comment', key, text, place: { path, side, line, startLine } };
  });
  if (summary === '') return steps;
  return [...steps, { kind: 'comment', key: 'summary', text: summary, last: true }];
}

/** The comments that stand already on their very line, in their thread, or on the whole of it. */
function commentsThere(
  steps: readonly Step[],
  threads: readonly Thread[],
  me: string | undefined,
): ReadonlyMap<string, Comment> {
  const fresh = steps.filter((step) => step.kind === 'comment' && step.parent === undefined);
  const wanted = fresh.map((step): Wanted => {
    const { text = '', place } = step.kind === 'comment' ? step : {};
    const lines = place?.line === undefined ? [] : [place.line];
    return { text, paths: place ? [place.path] : [], side: place?.side, lines };
  });
  const there = new Map<string, Comment>();
  pairComments(wanted, threads, { me, isFresh: () => true }).forEach((found, at) => {
    const step = fresh[at];
    if (found && step) there.set(step.key, found);
  });
  for (const step of steps) {
    if (step.kind !== 'comment' || step.parent === undefined) continue;
    const last = threads.find(({ id }) => id === step.parent)?.comments.at(-1);
    const mine = last !== undefined && me !== undefined && last.author.uuid === me;
    if (mine && last.id !== step.parent && comparable(last.text) === comparable(step.text)) {
      there.set(step.key, last);
    }
  }
  return there;
}

const changed = ({ id }: PullRequestName) =>
  new BbxError('CONFLICT', `Pull request ${id} got new commits meanwhile: nothing was sent.`, {
    hint: 'Close the review (q) and open it again: your drafts go along to where their lines are.',
  });
