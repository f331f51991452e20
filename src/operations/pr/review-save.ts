import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import type { Planned } from '../../core/operation.ts';
import { writePlan } from '../../core/review/plan-file.ts';
import type { Prepared } from '../../core/review/prepare-review.ts';
import { previewAnswer } from '../../core/review/review-answer.ts';
import { type ReviewItem, toPost } from '../../core/review/review-items.ts';
import { digestOf, type PlannedComment, type ReviewPlan } from '../../core/review/review-plan.ts';

/**
 * Writes down what would be sent, instead of sending it.
 * @param partial whether findings without a place are left out; else one of them stops it
 */
export function savePlan(
  prepared: Prepared,
  partial: boolean,
  file: string,
  context: Context,
): Planned {
  const preview = previewAnswer(prepared, { partial });
  const perform = async () => {
    if (preview.problem) return preview;
    if (file === '-') {
      throw new BbxError('USAGE', 'A plan is written to a file, not to standard output.', {
        hint: 'Name a file; --dry-run shows what would be sent.',
      });
    }
    const plan = planOf(prepared, context.config.apiUrl);
    await writePlan(plan, file, context.cwd);
    const digest = digestOf(plan);
    const count = plan.comments.length;
    return {
      kind: 'done' as const,
      message: `Written to ${file}: ${count} comment${count === 1 ? '' : 's'}${plan.verdict ? `, ${plan.verdict}` : ''}. Send it with bbx pr review --apply ${file}`,
      data: {
        plan: file,
        pull_request: plan.pull_request,
        commit: plan.commit,
        comments: count,
        verdict: plan.verdict ?? 'none',
        digest,
      },
    };
  };
  return { preview, perform };
}

const planOf = ({ name, pull, items, body, verdict }: Prepared, api: string): ReviewPlan => ({
  version: 1,
  api,
  repository: `${name.workspace}/${name.repo}`,
  pull_request: name.id,
  commit: pull.source.commit ?? '',
  destination: pull.destination.branch,
  comments: toPost(items).flatMap(plannedComment),
  ...(body && { body: body.text }),
  ...(verdict && { verdict }),
});

function plannedComment({ item, text, placement }: ReviewItem): PlannedComment[] {
  if (placement === undefined) return [];
  const { path, side, line = 1, startLine } = placement.place;
  const on = placement.lines.map((each) => each.text);
  const start = startLine === undefined ? {} : { start_line: startLine };
  return [{ item, path, side, line, ...start, on, text }];
}
