import { BbxError } from '../errors.ts';
import type { RepositoryName } from './web-address.ts';

/**
 * Says what is not there when a pull request, or what lies below it, is not found. Bitbucket's own
 * words name neither the number nor the repository.
 * @returns the error to throw; any but NOT_FOUND is returned as it is
 */
export function noPullRequest(
  error: unknown,
  { workspace, repo, id }: RepositoryName & { readonly id: number },
): unknown {
  if (!(error instanceof BbxError) || error.code !== 'NOT_FOUND') return error;
  return new BbxError('NOT_FOUND', `There is no pull request ${id} in ${workspace}/${repo}.`, {
    hint: 'bbx pr list shows those there are. Is it the right repository (-R)?',
    status: error.status,
    server: error.server,
    cause: error,
  });
}
