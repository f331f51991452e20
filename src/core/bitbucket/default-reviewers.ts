import type { Context } from '../context.ts';
import { path, readList } from './call.ts';
import { getAt } from './json-object.ts';
import { type Person, personOf } from './person.ts';
import type { RepositoryName } from './web-address.ts';

/**
 * Reads whom the web page would ask to review, by the repository's settings and its project's. The
 * API adds nobody by itself.
 * @throws BbxError as `call`
 */
export async function readDefaultReviewers(
  context: Context,
  { workspace, repo }: RepositoryName,
): Promise<Person[]> {
  const at = path`/repositories/${workspace}/${repo}/effective-default-reviewers`;
  const { data } = await readList(context, at, { query: [['pagelen', '100']] });
  return data.values.map((value) => personOf(getAt(value, 'user') ?? value));
}
