import * as z from 'zod/mini';
import { pullRequestName } from '../../core/bitbucket/pull-request-name.ts';
import type { Context } from '../../core/context.ts';
import { defineOperation, type Planned } from '../../core/operation.ts';
import { commentText } from '../../core/review/comment-text.ts';
import { finding } from '../../core/review/finding.ts';
import { Journal } from '../../core/review/journal.ts';
import { performReview } from '../../core/review/perform-review.ts';
import { type Prepared, prepareReview } from '../../core/review/prepare-review.ts';
import { previewAnswer, resultAnswer } from '../../core/review/review-answer.ts';
import { toPost, type Wish } from '../../core/review/review-items.ts';
import { unplacedProblem } from '../../core/review/review-problem.ts';
import { PULL_REQUEST } from '../used-paths.ts';
import { pullRequestFields } from './fields.ts';
import { applyPlan } from './review-apply.ts';
import { rememberPlaces, rememberPosted } from './review-memory.ts';
import { reviewQuestion } from './review-question.ts';
import { savePlan } from './review-save.ts';
import { readReviewWords } from './review-words.ts';

const flag = (words: string) => z.optional(z.boolean()).check(z.describe(words));
const text = (words: string) => z.optional(z.string()).check(z.describe(words));

/** A whole review in one step: comments on lines, a comment on all of it, one verdict. */
export const review = defineOperation({
  name: 'pr review',
  summary: 'Review a pull request: comments on lines, and one verdict',
  description:
    'Posts findings as comments on lines, then body, then one verdict. If a finding has no place in the diff, nothing is sent and its item says why. Safe to repeat: what stands is not posted again, and lines that moved are found by their text.',
  examples: [
    'pr review 42 --findings findings.json --request-changes',
    'pr review 42 --findings findings.json --dry-run',
    'pr review --approve -b "Thank you"',
    'pr review 42 -R acme/backend-api --findings findings.json --plan review.plan',
    'pr review --apply review.plan',
  ],
  effect: 'write',
  asks: true,
  idempotent: true,
  additive: true,
  agentsPreview: true,
  input: z.strictObject({
    pr: pullRequestFields.pr,
    repo: pullRequestFields.repo,
    findings: z
      .optional(z.array(finding))
      .check(z.describe('Comments on lines; line or anchor in each')),
    approve: flag('Approve it'),
    requestChanges: flag('Request changes'),
    unapprove: flag('Take back your verdict'),
    comment: flag('Comment, without a verdict'),
    body: text('Comment on the whole pull request'),
    bodyFile: text('The same from a file, or - for standard input'),
    commit: text('Refuse if the pull request is at another commit by now'),
    partial: flag('Send the rest when some have no place'),
    plan: text('Write what would be sent to this file, and send nothing'),
    apply: text('Send exactly what this file of --plan holds'),
  }),
  uses: [
    `GET ${PULL_REQUEST}`,
    { endpoint: `GET ${PULL_REQUEST}/diff`, when: ['findings'] },
    { endpoint: `GET ${PULL_REQUEST}/comments`, when: ['findings', 'body'] },
    { endpoint: `POST ${PULL_REQUEST}/comments`, when: ['findings', 'body'] },
    { endpoint: `POST ${PULL_REQUEST}/approve`, when: ['approve'] },
    { endpoint: `POST ${PULL_REQUEST}/request-changes`, when: ['requestChanges'] },
  ],
  positional: ['pr'],
  short: {
    repo: 'R',
    approve: 'a',
    requestChanges: 'r',
    comment: 'c',
    body: 'b',
    bodyFile: 'F',
  },
  // Agents take a verdict back with pr approve.
  terminalOnly: ['unapprove', 'comment', 'bodyFile', 'plan', 'apply'],
  plan: async (input, context) => {
    const words = await readReviewWords(input, context);
    if (input.apply !== undefined) return await applyPlan(input.apply, input.pr, context);
    const name = await pullRequestName(input.pr, context);
    const wishes = (input.findings ?? []).map(
      (each, at): Wish => ({ item: at + 1, finding: each, text: commentText(each) }),
    );
    const journal = wishes.length > 0 ? await Journal.open(context, name) : undefined;
    const { commit } = input;
    const prepared = await prepareReview(context, name, { wishes, commit, ...words }, journal);
    const how = { partial: input.partial === true, commit, journal };
    if (input.plan !== undefined) return savePlan(prepared, how, input.plan, context);
    return planned(prepared, how, context);
  },
});

interface How {
  readonly partial: boolean;
  readonly commit: string | undefined;
  readonly journal: Journal | undefined;
}

function planned(prepared: Prepared, { partial, commit, journal }: How, context: Context): Planned {
  const { name, body, verdict } = prepared;
  noteMany(prepared, context);
  const request = { body: body?.text, verdict, commit };
  return {
    preview: previewAnswer(prepared, { partial }),
    question: reviewQuestion(prepared, partial),
    perform: async () => {
      await rememberPlaces(journal, prepared);
      const again = async (wishes: readonly Wish[]) =>
        await prepareReview(context, name, { wishes, ...request });
      const performed = await performReview(context, prepared, { partial, again });
      await rememberPosted(journal, performed, prepared.items);
      noteLeftOut(performed.prepared, partial, context);
      return resultAnswer(performed, partial);
    },
  };
}

function noteLeftOut(prepared: Prepared, partial: boolean, { note }: Context): void {
  const { items } = prepared;
  const count = items.filter(({ problem }) => problem).length;
  if (partial && count > 0 && !unplacedProblem(prepared, partial))
    note(`${count} of ${items.length} findings had no place and were left out.`);
}

/** Comments beyond which a review comes near what Bitbucket takes of one user: 1,000 requests an hour. */
const MANY = 900;

function noteMany({ items }: Prepared, { note }: Context): void {
  const count = toPost(items).length;
  if (count <= MANY) return;
  note(
    `${count} comments come near the 1,000 requests an hour that Bitbucket takes. Should that end it, run it again: nothing is posted twice.`,
  );
}
