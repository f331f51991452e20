import { BbxError } from '../errors.ts';

/** Why a keychain is of no use here, as far as it can be told. */
export type KeychainCase = keyof typeof CASES;

/** What is wrong, and what would put the keychain itself right where something can. */
const CASES = {
  'no-bus': ['there is no D-Bus session here (as in most containers, WSL and SSH sessions)', ''],
  'no-provider': [
    'nothing on this D-Bus session keeps secrets (no Secret Service)',
    'Install gnome-keyring or KWallet. ',
  ],
  'no-keyring': [
    'no keyring has been created yet, and nobody could be asked to create one',
    'Create one in the desktop (Passwords and Keys). ',
  ],
  locked: ['it is locked, and was not unlocked', 'Unlock it and try again. '],
  refused: [
    'the system does not let this session use it',
    'Try from a session on the machine itself. ',
  ],
  'timed-out': [
    'it did not answer in time (perhaps it waits for an answer on a screen)',
    'Answer its prompt and try again. ',
  ],
  'package-absent': [
    'the package @napi-rs/keyring has no part for this machine, or was left out of the install',
    'Install bbx again with optional dependencies. ',
  ],
  failed: ['it failed', ''],
} as const;

/** What to do without a keychain; the order is the order of safety. */
const INSTEAD =
  'Or do without: set ATLASSIAN_USER_EMAIL and ATLASSIAN_API_TOKEN (or BITBUCKET_ACCESS_TOKEN); else let a command print the token (token_command: bbx auth login --token-command "pass show bitbucket"); else, only when asked for by name, keep it in a file with mode 0600 (bbx auth login --store file).';

/**
 * The error for a keychain that cannot be used. It never leads to another place by itself.
 * @param words what the keychain said
 */
export function keychainUnavailable(why: KeychainCase, words?: string): BbxError {
  const [what, remedy] = CASES[why];
  const said = why === 'failed' && words ? `: ${words.slice(0, 160)}` : '';
  return new BbxError('KEYCHAIN_UNAVAILABLE', `The keychain cannot be used: ${what}${said}.`, {
    hint: `${remedy}${INSTEAD}`,
    cause: words,
  });
}

/**
 * Tells the case from the keychain's own words. Those of Linux are measured (gnome-keyring 42,
 * @napi-rs/keyring 2.1.2); those of macOS and Windows are the systems' texts for the error codes.
 */
export function keychainCase(words: string): KeychainCase {
  return WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? 'failed';
}

const WORDS: readonly (readonly [RegExp, KeychainCase])[] = [
  [/org\.freedesktop\.secrets was not provided|ServiceUnknown/, 'no-provider'],
  [/autolaunch|[Ff]ailed to connect to (socket|address)/, 'no-bus'],
  // Linux: dismissed, IsLocked; macOS: errSecAuthFailed, errSecUserCanceled.
  [/prompt was dismissed|IsLocked|passphrase you entered|[Uu]ser cancell?ed/, 'locked'],
  [/no result found|Object does not exist at path/, 'no-keyring'],
  [/[Dd]id not receive a reply|NoReply/, 'timed-out'],
  // macOS: errSecInteractionNotAllowed; Windows: ERROR_NO_SUCH_LOGON_SESSION.
  [/[Uu]ser interaction is not allowed|logon session does not exist/, 'refused'],
];
