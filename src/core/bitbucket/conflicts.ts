import type { Context } from '../context.ts';
import { readList } from './call.ts';
import { textAt } from './json-object.ts';
import { type PullRequestName, pullRequestPath } from './pull-request.ts';

/**
 * Reads which files of a pull request conflict with its destination.
 * @throws BbxError as `call`
 */
export async function readConflicts(context: Context, name: PullRequestName): Promise<string[]> {
  const { data } = await readList(context, `${pullRequestPath(name)}/conflicts`);
  return data.values.map((value) => textAt(value, 'path')).filter(Boolean);
}
