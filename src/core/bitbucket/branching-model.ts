import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { call, path } from './call.ts';
import { listAt, textAt } from './json-object.ts';
import type { RepositoryName } from './web-address.ts';

/** The roles that branches have in a repository, with what the project and the workspace set. */
export interface BranchingModel {
  readonly development: string | undefined;
  readonly production: string | undefined;
  /** feature, bugfix, release and hotfix, each with the beginning of its branches' names. */
  readonly types: readonly { readonly kind: string; readonly prefix: string }[];
}

/**
 * Reads the branching model that is in force.
 * @returns undefined when the token may not see it
 * @throws BbxError as `call`
 */
export async function readBranchingModel(
  context: Context,
  { workspace, repo }: RepositoryName,
): Promise<BranchingModel | undefined> {
  const at = path`/repositories/${workspace}/${repo}/effective-branching-model`;
  const fields = 'development.name,production.name,branch_types';
  try {
    const data = await call(context, 'GET', at, { query: [['fields', fields]] });
    return {
      development: textAt(data, 'development.name') || undefined,
      production: textAt(data, 'production.name') || undefined,
      types: listAt(data, 'branch_types')
        .map((type) => ({ kind: textAt(type, 'kind'), prefix: textAt(type, 'prefix') }))
        .filter(({ prefix }) => prefix !== ''),
    };
  } catch (error) {
    if (error instanceof BbxError && isUnseen(error)) return undefined;
    throw error;
  }
}

const isUnseen = ({ code }: BbxError) => code === 'FORBIDDEN' || code === 'NOT_FOUND';
