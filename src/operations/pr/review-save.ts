import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import type { Planned } from '../../core/operation.ts';
import type { Journal } from '../../core/review/journal.ts';
import { holdsApproval, stopsAll, verdictGiven } from '../../core/review/leave-out.ts';
import { writePlan } from '../../core/review/plan-file.ts';
import type { Prepared } from '../../core/review/prepare-review.ts';
import { previewAnswer } from '../../core/review/review-answer.ts';
import { type ReviewItem, toPost } from '../../core/review/review-items.ts';
import { digestOf, type PlannedComment, type ReviewPlan } from '../../core/review/review-plan.ts';
import { rememberPlaces } from './review-memory.ts';

/**
 * Writes down what would be sent, instead of sending it.
 * @param how.partial findings without a place are left out, and hold an approval back; else one of
 *   them stops it
 * @param how.journal keeps what the lines say that the findings are about
 */
export function savePlan(
  prepared: Prepared,
  { partial, journal }: { partial: boolean; journal: Journal | undefined },
  file: string,
  context: Context,
): Planned {
  const preview = previewAnswer(prepared, { partial });
  const perform = async () => {
    if (stopsAll(prepared, partial)) return preview;
    if (file === '-') {
      throw new BbxError('USAGE', 'A plan is written to a file, not to standard output.', {
        hint: 'Name a file; --dry-run shows what would be sent.',
      });
    }
    const plan = planOf(prepared, context.config.apiUrl);
    await writePlan(plan, file, context.cwd);
    await rememberPlaces(journal, prepared);
    if (preview.problem) context.note(`${preview.problem.message} ${preview.problem.hint ?? ''}`);
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
        verdict: holdsApproval(prepared) ? 'held back' : (plan.verdict ?? 'none'),
        digest,
      },
    };
  };
  return { preview, perform, sendsNothing: '--plan' };
}

function planOf(prepared: Prepared, api: string): ReviewPlan {
  const { name, pull, items, body } = prepared;
  const verdict = verdictGiven(prepared);
  return {
    version: 1,
    api,
    repository: `${name.workspace}/${name.repo}`,
    pull_request: name.id,
    commit: pull.source.commit ?? '',
    destination: pull.destination.branch,
    comments: toPost(items).flatMap(plannedComment),
    ...(body && { body: body.text }),
    ...(verdict && { verdict }),
  };
}

function plannedComment({ item, text, placement }: ReviewItem): PlannedComment[] {
  if (placement === undefined) return [];
  const { path, side, line = 1, startLine } = placement.place;
  const on = placement.lines.map((each) => each.text);
  const start = startLine === undefined ? {} : { start_line: startLine };
  return [{ item, path, side, line, ...start, on, text }];
}
