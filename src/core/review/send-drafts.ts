import type { Person } from '../bitbucket/person.ts';
import { type PullRequestName, readPullRequest } from '../bitbucket/pull-request.ts';
import { type Comment, readThreads, type Thread } from '../bitbucket/threads.ts';
import { verdictOf } from '../bitbucket/verdict.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { comparable } from './comment-text.ts';
import type { OutgoingReview, SendResult } from './desk.ts';
import type { Draft } from './draft.ts';
import { pairComments, type Wanted } from './known-comments.ts';
import type { Sent, Step, StepResult } from './outgoing.ts';
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
  /** Aborted: nothing more is begun. */
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
    if (there) tell({ id: step.key, sent: true, message: `${wordsFor(step)}: was there already` });
    return there === undefined;
  });
  const outgoing = {
    steps: left,
    verdict: verdict === 'comment' ? undefined : verdict,
    before: me && verdictOf(pull, me.uuid),
    me: me?.uuid,
    seen: new Set(threads.flatMap(({ comments }) => comments.map(({ id }) => id))),
  };
  const steps = new Map(left.map((step) => [step.key, step]));
  try {
    const sent = await sendReview(context, name, outgoing, (result) => {
      const step = steps.get(result.key);
      if (step) tell({ id: result.key, ...outcome(step, result) });
      // Between two steps is where one may stop without losing sight of anything.
      if (signal.aborted) throw new Stopped();
    });
    for (const result of verdictResult(verdict, sent)) tell(result);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  return results;
}

class Stopped extends Error {}

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

function outcome(step: Step, { status, why, id }: StepResult): Omit<SendResult, 'id'> {
  const words = wordsFor(step);
  if (status === 'posted') {
    const number = id === undefined ? '' : ` as comment ${id}`;
    return { sent: true, message: `${words}: sent${number}` };
  }
  if (status === 'already there') return { sent: true, message: `${words}: was so already` };
  return { sent: false, message: `${words}: ${why ?? 'not tried'}` };
}

function wordsFor(step: Step): string {
  if (step.kind === 'resolve') {
    return `${step.resolved ? 'Resolve' : 'Reopen'} thread ${step.thread}`;
  }
  if (step.parent !== undefined) return `Reply to thread ${step.parent}`;
  return step.place === undefined ? 'Summary' : `${step.place.path}:${step.place.line}`;
}

function verdictResult(verdict: OutgoingReview['verdict'], sent: Sent): SendResult[] {
  if (sent.verdict === 'none') return [];
  const words = verdict === 'approve' ? 'Approval' : 'Request for changes';
  const message = {
    sent: 'sent',
    already: 'was given already',
    'held back': 'held back, because something above did not arrive',
    failed: sent.problem?.message ?? 'refused',
  }[sent.verdict];
  const arrived = sent.verdict === 'sent' || sent.verdict === 'already';
  return [{ id: 'verdict', sent: arrived, message: `${words}: ${message}` }];
}

const changed = ({ id }: PullRequestName) =>
  new BbxError('CONFLICT', `Pull request ${id} got new commits meanwhile: nothing was sent.`, {
    hint: 'Close the review (q) and open it again: your drafts go along to where their lines are.',
  });
