import { BbxError } from '../../core/errors.ts';

interface Hint {
  /** Looked for in git's words. */
  readonly words: RegExp;
  readonly hint: string;
  /** Being signed in would help, so where nobody is, that is the hint. */
  readonly login?: true;
}

/** In the order in which they are looked for. */
const HINTS: readonly Hint[] = [
  {
    words: /already exists and is not an empty directory/,
    hint: 'Name another folder: bbx clone REPO DIR, where DIR is the new folder itself.',
  },
  {
    words: /Remote branch .* not found/,
    hint: 'List the branches: bbx get /repositories/WORKSPACE/REPO/refs/branches',
  },
  {
    words: /Permission denied \(publickey|Host key verification failed/,
    hint: 'Add your SSH key to Bitbucket and connect once with ssh, or clone without SSH.',
  },
  {
    words: /privilege scopes|error: 403/,
    hint: 'The token needs the scope read:repository:bitbucket (an access token: Repositories, Read).',
    login: true,
  },
  {
    words: /Authentication failed|could not read (Username|Password)|terminal prompts disabled/,
    hint: 'Bitbucket refused the token: it has to be valid and to have the scope read:repository:bitbucket. The user name for git is set by bbx.',
    login: true,
  },
  {
    words: /not found|may not have access|does not exist/,
    hint: 'Check the spelling of WORKSPACE/REPO; a repository that the token may not read is "not found" too.',
    login: true,
  },
  {
    words:
      /Could not resolve host|unable to access|Failed to connect|timed out|Connection (refused|reset)/,
    hint: 'The server could not be reached: check the network, and the proxy if there is one.',
  },
];

/**
 * Adds the next step to what git said.
 * @param error anything that was thrown; only a GIT_FAILED without a hint is changed
 * @param missing why there are no credentials, where a clone was tried without any
 */
export function withCloneHint(error: unknown, missing: BbxError | undefined): unknown {
  if (!(error instanceof BbxError) || error.code !== 'GIT_FAILED' || error.hint) return error;
  const found = HINTS.find(({ words }) => words.test(error.message));
  const signIn = found?.login && missing && `Not signed in: ${missing.message} ${missing.hint}`;
  return new BbxError('GIT_FAILED', error.message, { hint: signIn || found?.hint, cause: error });
}
