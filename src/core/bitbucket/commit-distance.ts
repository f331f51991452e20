import type { Context } from '../context.ts';
import { call, path } from './call.ts';
import { listAt, textAt } from './json-object.ts';
import type { RepositoryName } from './web-address.ts';

/** As many commits as one request counts. */
const MOST = 100;

/**
 * Counts the commits that one commit has and another has not, with one request.
 * @returns the number; "100+" beyond a hundred
 * @throws BbxError as `call`
 */
export async function commitsBeyond(
  context: Context,
  { workspace, repo }: RepositoryName,
  commit: string,
  without: string,
): Promise<number | string> {
  const data = await call(context, 'GET', path`/repositories/${workspace}/${repo}/commits`, {
    query: [
      ['include', commit],
      ['exclude', without],
      ['pagelen', String(MOST)],
      ['fields', 'next,values.hash'],
    ],
  });
  const count = listAt(data, 'values').length;
  return textAt(data, 'next') === '' ? count : `${MOST}+`;
}
