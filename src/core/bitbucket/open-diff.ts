import type { BytesAnswer } from '../answer.ts';
import { readAnswer } from '../client/read-answer.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { readBytes } from './call.ts';
import { missingDiff } from './missing-diff.ts';
import { type PullRequestName, pullRequestPath } from './pull-request.ts';

/**
 * Asks for the diff of a pull request, from where its branches parted to its source; the bytes are
 * still to come. Bitbucket redirects to /diff/{spec} on the same origin.
 * @throws BbxError as Client.send, NOT_FOUND with what is missing, UNAVAILABLE for no diff
 */
export async function openDiff(context: Context, name: PullRequestName): Promise<BytesAnswer> {
  const { apiUrl } = context.config;
  const path = `${pullRequestPath(name)}/diff`;
  try {
    return await readBytes(context, path, async (response) => {
      const answer = await readAnswer({ method: 'GET', url: response.url }, response, apiUrl);
      if (answer.kind === 'bytes') return answer;
      throw new BbxError('UNAVAILABLE', 'Bitbucket did not answer with a diff.', {
        hint: 'Try again; check BBX_API_URL when it stays so.',
      });
    });
  } catch (error) {
    throw await missingDiff(error, context, name);
  }
}
