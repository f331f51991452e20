import type { Verdict } from '../../core/bitbucket/verdict.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import { textGiven } from './text-given.ts';

/** The part of the input that is no finding. */
interface Given {
  readonly pr?: string | undefined;
  readonly findings?: readonly unknown[] | undefined;
  readonly approve?: boolean | undefined;
  readonly requestChanges?: boolean | undefined;
  readonly unapprove?: boolean | undefined;
  readonly comment?: boolean | undefined;
  readonly body?: string | undefined;
  readonly bodyFile?: string | undefined;
  readonly partial?: boolean | undefined;
  readonly commit?: string | undefined;
  readonly plan?: string | undefined;
  readonly apply?: string | undefined;
}

/** The verdict and the comment on the whole pull request. */
export interface ReviewWords {
  readonly body: string | undefined;
  readonly verdict: Verdict | undefined;
}

/**
 * Reads what a review says besides its findings, as `gh pr review` does: one verdict, and words
 * where a verdict alone would leave its author at a loss.
 * @throws BbxError USAGE for what does not go together or says nothing, FILE for an unreadable file
 */
export async function readReviewWords(given: Given, context: Context): Promise<ReviewWords> {
  if (given.apply !== undefined) return refuseBeside(given);
  const verdict = verdictIn(given);
  // What is left empty by an agent is not given.
  const text = given.body?.trim() === '' ? undefined : given.body;
  const body = await textGiven({ text, file: given.bodyFile, name: 'body' }, context);
  const says = (given.findings?.length ?? 0) > 0 || body !== undefined;
  if (!says && verdict === 'request-changes') {
    throw usage('Changes are requested, and nothing says which.', 'Give --findings or --body.');
  }
  if (!says && given.comment) {
    throw usage('There is no comment to make.', 'Give --body, --body-file or --findings.');
  }
  if (given.findings === undefined && !says && verdict === undefined) {
    throw usage(
      'Nothing says what the review is.',
      'Give --findings, --approve, --request-changes or --body. The screen needs a terminal on both sides (no pipe, and not TERM=dumb) and no other flags.',
    );
  }
  return { body: body?.trimEnd(), verdict };
}

/** A plan holds all of it. */
function refuseBeside({ pr: _, apply: __, ...others }: Given): ReviewWords {
  const beside = ALSO_PLANNED.filter((name) => others[name] !== undefined).map(
    (name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
  );
  if (beside.length > 0) {
    throw usage(
      `A plan is applied as it is, not with ${beside.join(', ')}.`,
      'Leave them away, or make another plan.',
    );
  }
  return { body: undefined, verdict: undefined };
}

const ALSO_PLANNED = [
  'findings',
  'approve',
  'requestChanges',
  'unapprove',
  'comment',
  'body',
  'bodyFile',
  'commit',
  'partial',
  'plan',
] as const;

const SAID = {
  approve: 'approve',
  requestChanges: 'request changes',
  unapprove: 'unapprove',
  comment: 'comment',
} as const;

function verdictIn(given: Given): Verdict | undefined {
  const named = (['approve', 'requestChanges', 'unapprove', 'comment'] as const).filter(
    (name) => given[name],
  );
  if (named.length > 1) {
    throw usage(
      `A review has one verdict, not ${named.map((name) => SAID[name]).join(' and ')}.`,
      'Give one of them.',
    );
  }
  if (given.approve) return 'approve';
  if (given.requestChanges) return 'request-changes';
  return given.unapprove ? 'none' : undefined;
}

const usage = (message: string, hint: string) => new BbxError('USAGE', message, { hint });
