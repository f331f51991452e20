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
    words: /returned error: 30[1278]/,
    hint: 'It leads to another place, where only some repositories may be cloned: if it has another name by now, clone it by that.',
  },
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

/** What git says when it went over SSH although HTTPS was asked for. */
const UNASKED_SSH: Hint = {
  words: /Could not read from remote repository|Permission denied \(|Host key verif|ssh:/,
  hint: 'git went over SSH although bbx asked for HTTPS: look for url.<base>.insteadOf in the configuration of git. A submodule can ask for SSH too.',
};

export interface Tried {
  readonly ssh: boolean;
  /** Why there are no credentials, where a clone was tried without any. */
  readonly missing?: BbxError | undefined;
}

/**
 * Adds the next step to what git said.
 * @param error anything that was thrown; only a GIT_FAILED without a hint is changed
 */
export function withCloneHint(error: unknown, { ssh, missing }: Tried): unknown {
  if (!(error instanceof BbxError) || error.code !== 'GIT_FAILED' || error.hint) return error;
  const hints = ssh ? HINTS : [UNASKED_SSH, ...HINTS];
  const found = hints.find(({ words }) => words.test(error.message));
  const signIn = found?.login && missing && `Not signed in: ${missing.message} ${missing.hint}`;
  return new BbxError('GIT_FAILED', error.message, { hint: signIn || found?.hint, cause: error });
}
