import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { path, readList } from './call.ts';
import { textAt } from './json-object.ts';
import type { RepositoryName } from './web-address.ts';

/** A rule on branches: who may push, delete, merge, or what a merge needs. */
export interface BranchRestriction {
  /** push, delete, force, restrict_merges, require_… */
  readonly kind: string;
  /** A glob; "" where the rule is for a type of the branching model. */
  readonly pattern: string;
  /** feature, release, development, …; "" where the rule has a glob. */
  readonly branchType: string;
}

/**
 * Reads the rules on branches, which only administrators may.
 * @returns undefined when the token may not see them
 * @throws BbxError as `call`
 */
export async function readBranchRestrictions(
  context: Context,
  { workspace, repo }: RepositoryName,
): Promise<readonly BranchRestriction[] | undefined> {
  try {
    const at = path`/repositories/${workspace}/${repo}/branch-restrictions`;
    const fields = 'next,values.kind,values.pattern,values.branch_match_kind,values.branch_type';
    const query = [['pagelen', '100'] as const, ['fields', fields] as const];
    const { data } = await readList(context, at, { query });
    return data.values.map(restrictionOf);
  } catch (error) {
    const unseen = error instanceof BbxError && /^(FORBIDDEN|NOT_FOUND)$/.test(error.code);
    if (unseen) return undefined;
    throw error;
  }
}

function restrictionOf(data: unknown): BranchRestriction {
  const byModel = textAt(data, 'branch_match_kind') === 'branching_model';
  return {
    kind: textAt(data, 'kind'),
    pattern: byModel ? '' : textAt(data, 'pattern'),
    branchType: byModel ? textAt(data, 'branch_type') : '',
  };
}
