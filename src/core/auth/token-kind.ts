import { BbxError } from '../errors.ts';

/** What was pasted where a token belongs. */
export interface PastedToken {
  /** Without the white space around it. */
  readonly token: string;
  /** Undefined when its form says nothing; Bitbucket then has to. */
  readonly kind: 'api-token' | 'access-token' | undefined;
  /** What should be known about it before it is tried. */
  readonly note?: string;
}

/**
 * Tells what somebody pasted, before anything is sent. Forms: API tokens are ATATT3 and 186 more
 * characters (the rule of gitleaks), access tokens of repositories, projects and workspaces start
 * with ATCTT3, app passwords with ATBB.
 * Whether an API token has scopes cannot be told from its form: one without ("classic") looks the
 * same and is refused by Bitbucket.
 * @throws BbxError AUTH_REJECTED when it cannot work; what was pasted is not repeated
 */
export function recogniseToken(pasted: string): PastedToken {
  const token = pasted.trim();
  if (token === '') throw unusable('Nothing was given where the token belongs.', ONE_WORD);
  if (/^ATBB/.test(token)) throw appPassword();
  if (/^[^\s@:/]+@[^\s@]+\.[^\s@]+$/.test(token)) {
    throw unusable(
      'This is an e-mail address, and no token.',
      'Give the e-mail where it is asked for.',
    );
  }
  if (/[^\x21-\x7e]/.test(token)) {
    const what = 'There is white space, a line end or a non-ASCII character inside the token';
    throw unusable(`${what}, and no token has any.`, ONE_WORD);
  }
  const kind = KINDS[token.slice(0, 6)];
  if (kind === undefined) return { token: unknownForm(token), kind };
  if (/[^\w=-]/.test(token)) throw unusable('There is more here than a token.', ONE_WORD);
  const note = kind === 'api-token' ? apiTokenNote(token) : undefined;
  return { token, kind, ...(note && { note }) };
}

/**
 * Checks what was given as the e-mail of an Atlassian account.
 * @returns it without the white space around it
 * @throws BbxError AUTH_REJECTED for a user name or a token
 */
export function recogniseEmail(given: string): string {
  const email = given.trim();
  if (/^AT(ATT3|CTT3|BB)/.test(email)) {
    throw unusable('This is a token where the e-mail belongs.', 'Give the e-mail of your account.');
  }
  if (/^[^\s@:]+@[^\s@:]+$/.test(email)) return email;
  throw unusable(
    `This is no e-mail address: ${JSON.stringify(email.slice(0, 80))}.`,
    'The API wants the e-mail of your Atlassian account, and no user name (see https://id.atlassian.com/manage-profile/email).',
  );
}

const KINDS: Readonly<Record<string, 'api-token' | 'access-token'>> = {
  ATATT3: 'api-token',
  ATCTT3: 'access-token',
};

const API_TOKEN_LENGTH = 192;

function apiTokenNote(token: string): string {
  const scopes =
    'Whether this API token has scopes cannot be seen from outside; one without is refused.';
  if (token.length === API_TOKEN_LENGTH) return scopes;
  return `API tokens have ${API_TOKEN_LENGTH} characters and this has ${token.length}: perhaps a part is missing. ${scopes}`;
}

/** An OAuth token, say, or a kind that is to come; but neither a name nor a piece of a file. */
function unknownForm(token: string): string {
  if (/AT(ATT3|CTT3|BB)/.test(token)) throw unusable('There is more here than a token.', ONE_WORD);
  if (token.length >= 20) return token;
  throw unusable(
    `This has ${token.length} characters, which is too short for a token; is it a user name or a password?`,
    `Passwords do not work with the API. Make an API token with scopes at ${TOKEN_PAGE}`,
  );
}

/** Created until 2025-09-09, switched off on 2026-07-28 (Bitbucket's CHANGE-3222). */
const appPassword = () =>
  unusable(
    'This is an app password, and Bitbucket removed app passwords on 2026-07-28.',
    `Make an API token with scopes (app Bitbucket) at ${TOKEN_PAGE}`,
  );

const unusable = (message: string, hint: string) =>
  new BbxError('AUTH_REJECTED', message, { hint });

const TOKEN_PAGE = 'https://id.atlassian.com/manage-profile/security/api-tokens';
const ONE_WORD =
  'Paste the token alone, as one word, without quotes and without the name of a variable.';
