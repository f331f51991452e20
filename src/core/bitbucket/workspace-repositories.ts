import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { quoted } from './bbql.ts';
import { path } from './call.ts';
import { textAt } from './json-object.ts';
import { listPages } from './list-pages.ts';
import { repositoryName } from './repository-name.ts';
import type { RepositoryName } from './web-address.ts';

/** Repositories of a workspace, and whether there are more. */
export interface WorkspaceRepositories {
  readonly repositories: readonly RepositoryName[];
  readonly size: number | undefined;
  readonly more: boolean;
}

/**
 * Reads the repositories of a workspace, those first that were changed last.
 * @param most to stop after; at most 100
 * @param part only those that have it in their slug
 * @throws BbxError NOT_FOUND for a workspace that there is not, and as `call`
 */
export async function workspaceRepositories(
  context: Context,
  workspace: string,
  most: number,
  part = '',
): Promise<WorkspaceRepositories> {
  const query = [
    ...(part === '' ? [] : [['q', `slug~${quoted(part)}`] as const]),
    ['pagelen', String(Math.max(10, most))],
    ['sort', '-updated_on'],
    ['fields', 'next,size,values.full_name'],
  ] as const;
  try {
    for await (const { values, size, more } of listPages(
      context,
      path`/repositories/${workspace}`,
      query,
    )) {
      const names = values.map((value) => textAt(value, 'full_name')).filter(Boolean);
      const { gitUrl } = context.config;
      const read = async (name: string) =>
        await repositoryName(name, gitUrl, async () => undefined);
      const repositories = await Promise.all(names.slice(0, most).map(read));
      return { repositories, size, more: more || names.length > most };
    }
  } catch (error) {
    if (!(error instanceof BbxError) || error.code !== 'NOT_FOUND') throw error;
    throw new BbxError('NOT_FOUND', `There is no workspace ${workspace}.`, {
      hint: 'Give its slug, as in the address of its repositories.',
      status: error.status,
      server: error.server,
      cause: error,
    });
  }
  return { repositories: [], size: 0, more: false };
}
