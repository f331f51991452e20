import type { Answer } from '../answer.ts';
import { readAnswer } from '../client/read-answer.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { readTip } from './branches.ts';
import { path, readBytes } from './call.ts';
import type { RepositoryName } from './web-address.ts';

/**
 * Asks for what lies at a path of a repository; the bytes of a file are still to come.
 * @param at a commit, or a branch or tag; a branch with a slash has no address under /src
 *   (BCLOUD-9969), so its hash is read first
 * @param file its path, not encoded; a folder's answers with its listing, a hundred entries of it
 * @throws BbxError NOT_FOUND, and as Client.send
 */
export async function openFile(
  context: Context,
  repository: RepositoryName,
  at: string,
  file: string,
): Promise<Answer> {
  const { workspace, repo } = repository;
  const commit = at.includes('/') ? await readTip(context, repository, at) : at;
  if (commit === undefined) {
    throw new BbxError('NOT_FOUND', `There is no branch ${at} in ${workspace}/${repo}.`, {
      hint: 'Give a branch, a tag or a commit.',
    });
  }
  const below = file.split('/').map(encodeURIComponent).join('/');
  const address = `${path`/repositories/${workspace}/${repo}/src/${commit}`}/${below}`;
  return await readBytes(
    context,
    address,
    (response) => readAnswer({ method: 'GET', url: response.url }, response, context.config.apiUrl),
    [['pagelen', '100']],
  );
}
