import type { Context } from '../context.ts';
import { readList } from './call.ts';
import { textAt } from './json-object.ts';

/**
 * Reads the slugs of the workspaces that the account is a member of, a hundred at most.
 * @throws BbxError as `call`
 */
export async function userWorkspaces(context: Context): Promise<readonly string[]> {
  const { data } = await readList(context, '/user/workspaces', {
    query: [
      ['pagelen', '100'],
      ['fields', 'next,values.workspace.slug'],
    ],
    limit: 100,
  });
  return data.values.map((value) => textAt(value, 'workspace.slug')).filter(Boolean);
}
