import { readConflicts } from '../../core/bitbucket/conflicts.ts';
import {
  type AllowedStrategies,
  type MergeStrategy,
  readMergeStrategies,
} from '../../core/bitbucket/merge-strategies.ts';
import type { PullRequestName } from '../../core/bitbucket/pull-request.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import { countChecks } from './view-data.ts';
import { unresolved, type ViewParts } from './view-parts.ts';

/** The strategy that a merge will take, and whether somebody asked for it. */
export interface ChosenStrategy {
  /** Undefined where Bitbucket does not say which it would take. */
  readonly strategy: MergeStrategy | undefined;
  readonly asked: boolean;
}

/**
 * Chooses a strategy that the destination allows.
 * @throws BbxError BAD_REQUEST for one that it does not
 */
export async function chosenStrategy(
  context: Context,
  name: PullRequestName,
  { pr }: ViewParts,
  asked: MergeStrategy | undefined,
): Promise<ChosenStrategy> {
  const rules = await readMergeStrategies(context, name, pr);
  if (asked === undefined) return { strategy: rules.standard, asked: false };
  if (isAllowed(rules, asked)) return { strategy: asked, asked: true };
  throw new BbxError('BAD_REQUEST', `${pr.destination.branch} does not allow ${asked}.`, {
    hint: `It allows ${rules.allowed.join(', ')}. Nothing was sent.`,
  });
}

const isAllowed = ({ allowed }: AllowedStrategies, strategy: MergeStrategy) =>
  allowed.length === 0 || allowed.includes(strategy);

/** What somebody may want to know before merging, each in a few words; empty when all is well. */
export function warningsOf({ pr, checks, tasks, threads, blockers }: ViewParts): string[] {
  const counts = checks instanceof BbxError ? {} : countChecks(checks);
  const failed = checks instanceof BbxError ? [] : checks.filter(({ state }) => state === 'failed');
  const against = pr.participants.filter(({ verdict }) => verdict === 'changes_requested');
  return [
    ...blockers,
    counted(
      failed.length,
      'check failed',
      'checks failed',
      failed.map((check) => check.name),
    ),
    counted(counts.in_progress ?? 0, 'check is running', 'checks are running'),
    ...against.map(({ person }) => `${person.name} requests changes`),
    counted(lengthOf(tasks), 'open task', 'open tasks'),
    counted(
      threads instanceof BbxError ? 0 : unresolved(threads).length,
      'unresolved thread',
      'unresolved threads',
    ),
  ].filter(Boolean);
}

const lengthOf = (part: readonly unknown[] | BbxError) =>
  part instanceof BbxError ? 0 : part.length;

function counted(count: number, one: string, many: string, names: readonly string[] = []): string {
  if (count === 0) return '';
  const which = names.length > 0 ? `: ${names.slice(0, 5).join(', ')}` : '';
  return `${count} ${count === 1 ? one : many}${which}`;
}

/** Says why a merge was refused, with the files that conflict where that is it. */
export async function refusedMerge(
  context: Context,
  name: PullRequestName,
  error: BbxError,
): Promise<BbxError> {
  const files = await readConflicts(context, name).catch(() => []);
  const some = files.slice(0, 5).join(', ');
  const more = files.length > 5 ? ` and ${files.length - 5} more` : '';
  const hint =
    files.length > 0
      ? `These files conflict: ${some}${more}. Resolve them in the source branch, push, and merge again.`
      : `bbx pr view ${name.id} shows what is in its way.`;
  return new BbxError(error.code, `Pull request ${name.id} is not merged: ${error.message}`, {
    hint,
    status: error.status,
    server: error.server,
    cause: error,
  });
}
