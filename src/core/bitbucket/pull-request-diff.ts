import type { Context } from '../context.ts';
import type { DiffFile } from '../diff/diff.ts';
import { parseDiff } from '../diff/parse-diff.ts';
import { readBytes } from './call.ts';
import { type PullRequestName, pullRequestPath } from './pull-request.ts';

/**
 * Reads the whole diff of a pull request: from where its branches parted to its source. Bitbucket
 * redirects to /diff/{spec} on the same origin.
 * @throws BbxError as Client.send, UNAVAILABLE for a diff that is cut
 */
export async function readPullRequestDiff(
  context: Context,
  name: PullRequestName,
): Promise<DiffFile[]> {
  return await readBytes(context, `${pullRequestPath(name)}/diff`, async (response) => {
    response.flow();
    return await parseDiff(response.body);
  });
}
