import { BbxError } from '../../core/errors.ts';

/** git's words, in the order in which they are looked for, with the next step. */
const HINTS: ReadonlyArray<readonly [words: RegExp, hint: string]> = [
  [
    /already exists and is not an empty directory/,
    'Name another folder: bbx clone REPO DIR (DIR is the new folder itself).',
  ],
  [
    /Remote branch .* not found/,
    'List the branches: bbx get /repositories/WORKSPACE/REPO/refs/branches',
  ],
  [
    /Permission denied \(publickey|Host key verification failed/,
    'Add your SSH key to Bitbucket and connect once with ssh, or clone without --ssh.',
  ],
  [
    /privilege scopes|error: 403|HTTP 403/,
    'The token needs the scope read:repository:bitbucket (an access token: Repositories, Read).',
  ],
  [
    /Authentication failed|could not read (Username|Password)|Access denied|terminal prompts disabled/,
    'Bitbucket refused the token: it has to be valid and to have the scope read:repository:bitbucket. git’s user name is set by bbx.',
  ],
  [
    /not found|may not have access|does not exist/,
    'Check the spelling of WORKSPACE/REPO; a repository that the token may not read is "not found" too.',
  ],
  [
    /Could not resolve host|unable to access|Failed to connect|timed out|Connection (refused|reset)/,
    'The server could not be reached: check the network, and the proxy if there is one.',
  ],
];

/**
 * Adds the next step to what git said.
 * @param missing why there are no credentials, where a clone was tried without any
 */
export function withCloneHint(error: unknown, missing: BbxError | undefined): unknown {
  if (!(error instanceof BbxError) || error.code !== 'GIT_FAILED' || error.hint) return error;
  const found = HINTS.find(([words]) => words.test(error.message))?.[1];
  const unsigned = missing && /refused the token|is "not found" too|scope/.test(found ?? '');
  const hint = unsigned ? `There are no credentials: ${missing.message}. ${missing.hint}` : found;
  return new BbxError('GIT_FAILED', error.message, { hint, cause: error });
}
