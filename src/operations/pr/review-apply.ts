import { repositoryHere } from '../../core/bitbucket/placeholders.ts';
import { pullRequestName } from '../../core/bitbucket/pull-request-name.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import type { Planned } from '../../core/operation.ts';
import { performReview } from '../../core/review/perform-review.ts';
import { readPlan } from '../../core/review/plan-file.ts';
import { type Prepared, prepareReview } from '../../core/review/prepare-review.ts';
import { previewAnswer, resultAnswer } from '../../core/review/review-answer.ts';
import type { Wish } from '../../core/review/review-items.ts';
import type { ReviewPlan } from '../../core/review/review-plan.ts';
import { reviewQuestion } from './review-question.ts';

/**
 * Sends what a plan holds, as it was shown: on the same commit and the same lines, or not at all.
 * @param pr which pull request the person means, where they say it
 * @throws BbxError USAGE for a file that is no plan or one of another pull request, CONFLICT when the
 *   pull request has changed since
 */
export async function applyPlan(
  file: string,
  pr: string | undefined,
  context: Context,
): Promise<Planned> {
  const plan = await readPlan(file, context.cwd);
  await refuseAnother(plan, pr, context);
  const [workspace = '', repo = ''] = plan.repository.split('/');
  const name = { workspace, repo, id: plan.pull_request };
  const request = { wishes: plan.comments.map(wishOf), body: plan.body, verdict: plan.verdict };
  const prepared = await prepareReview(context, name, request);
  refuseChanged(plan, prepared);
  const again = async () => {
    throw changed(plan, 'It has changed');
  };
  return {
    preview: previewAnswer(prepared, { partial: false }),
    question: reviewQuestion(prepared, false),
    perform: async () =>
      resultAnswer(await performReview(context, prepared, { partial: false, again }), false),
  };
}

const wishOf = ({
  item,
  path,
  side,
  line,
  start_line,
  text,
}: ReviewPlan['comments'][number]): Wish => ({
  item,
  finding: { path, side, line, start_line, body: text },
  text,
});

async function refuseAnother(
  { api, repository, pull_request }: ReviewPlan,
  pr: string | undefined,
  context: Context,
): Promise<void> {
  const { apiUrl, repository: named } = context.config;
  if (api !== apiUrl) throw another(`${api}, not ${apiUrl}`);
  const id = /^#?(\d{1,9})$/.exec(pr?.trim() ?? '')?.[1];
  if (id !== undefined && Number(id) !== pull_request)
    throw another(`pull request ${pull_request}, not ${id}`);
  const other = pr !== undefined && id === undefined;
  if (!other && named === undefined) return;
  const meant = other ? await pullRequestName(pr, context) : await repositoryHere(context);
  const said = `${meant.workspace}/${meant.repo}`;
  if (said.toLowerCase() !== repository.toLowerCase()) throw another(`${repository}, not ${said}`);
  if ('id' in meant && meant.id !== pull_request) {
    throw another(`pull request ${pull_request}, not ${meant.id}`);
  }
}

const another = (words: string) =>
  new BbxError('USAGE', `The plan is for ${words}.`, {
    hint: 'Name the pull request that it was made for, or none. Nothing was sent.',
  });

function refuseChanged(plan: ReviewPlan, { pull, items }: Prepared): void {
  if (pull.source.commit !== plan.commit) {
    throw changed(plan, `Its source is at ${pull.source.commit ?? 'no commit'} now`);
  }
  if (pull.destination.branch !== plan.destination) {
    throw changed(plan, `It goes into ${pull.destination.branch} now`);
  }
  for (const [at, { on, item }] of plan.comments.entries()) {
    const found = items[at];
    if (found?.known) continue;
    const texts = found?.placement?.lines.map(({ text }) => text);
    if (texts?.join('\n') !== on.join('\n')) {
      throw changed(plan, `The lines of comment ${item} say something else in its diff now`);
    }
  }
}

const changed = ({ pull_request, commit }: ReviewPlan, what: string) =>
  new BbxError('CONFLICT', `The plan is for pull request ${pull_request} at ${commit}. ${what}.`, {
    hint: 'Make the plan anew, and look at it again. Nothing was sent.',
  });
