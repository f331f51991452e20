import type { BbxError } from '../../core/errors.ts';
import type { Known } from './foresight.ts';
import type { Limits } from './limits.ts';
import { meet, type Part } from './pattern.ts';
import { refusal } from './refusal.ts';

/** How a merge is called so that it deletes nothing. */
export const KEEP =
  'Say that the source branch stays: close_source_branch: false in the body, or closeSourceBranch: false for the tools on pull requests.';

/**
 * What forbids that a merge deletes its source branch: any rule against deleting some branch, since
 * nobody says which one that is.
 */
export function closingForbidden(
  { noDelete, denies }: Limits,
  { workspace, repo_slug }: Known,
): string | undefined {
  if (noDelete !== undefined) return noDelete;
  const part = (name: string | undefined): Part => (name === undefined ? '*' : { literal: name });
  const branches = [
    ...[{ literal: 'repositories' }, part(workspace), part(repo_slug)],
    ...[{ literal: 'refs' }, { literal: 'branches' }],
  ];
  const rule = denies.find(
    ({ verbs, pattern }) => verbs.has('DELETE') && meet(pattern, [...branches, '*', '**']),
  );
  return rule?.origin;
}

/** The same as a refusal. */
export function refusedClosing(limits: Limits, known: Known): BbxError | undefined {
  const why = closingForbidden(limits, known);
  return why === undefined
    ? undefined
    : refusal('a merge that may delete the source branch', why, KEEP);
}
