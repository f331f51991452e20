import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { call, path } from './call.ts';
import { getAt, textAt } from './json-object.ts';
import type { RepositoryName } from './web-address.ts';

/** A repository, as far as its pull requests need it. */
export interface Repository {
  readonly name: RepositoryName;
  /** The default branch; undefined in an empty repository. */
  readonly mainBranch: string | undefined;
  /** What it is a fork of. */
  readonly parent: RepositoryName | undefined;
}

/**
 * Reads a repository.
 * @throws BbxError NOT_FOUND, and as `call`
 */
export async function readRepository(context: Context, name: RepositoryName): Promise<Repository> {
  const at = path`/repositories/${name.workspace}/${name.repo}`;
  const query = [['fields', 'mainbranch.name,parent.full_name']] as const;
  const data = await call(context, 'GET', at, { query });
  const [workspace, repo] = textAt(data, 'parent.full_name').split('/');
  return {
    name,
    mainBranch: textAt(data, 'mainbranch.name') || undefined,
    parent: workspace && repo ? { workspace, repo } : undefined,
  };
}

/**
 * Reads where a branch stands.
 * @returns the whole hash of its commit; undefined when there is no such branch
 * @throws BbxError as `call`
 */
export async function branchTip(
  context: Context,
  { workspace, repo }: RepositoryName,
  branch: string,
): Promise<string | undefined> {
  const at = path`/repositories/${workspace}/${repo}/refs/branches/${branch}`;
  try {
    const data = await call(context, 'GET', at, { query: [['fields', 'target.hash']] });
    return typeof getAt(data, 'target.hash') === 'string' ? textAt(data, 'target.hash') : undefined;
  } catch (error) {
    if (error instanceof BbxError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

/** WORKSPACE/REPO. */
export const fullName = ({ workspace, repo }: RepositoryName): string => `${workspace}/${repo}`;
