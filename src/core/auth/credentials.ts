import type { Config } from '../config.ts';
import { BbxError } from '../errors.ts';
import type { Credentials } from './authorization.ts';
import { readConfigsFile } from './configs-file.ts';

/** What one place knows; parts of it may be absent there. */
interface Found {
  readonly email?: string | undefined;
  readonly apiToken?: Token | undefined;
  readonly accessToken?: Token | undefined;
  readonly appPassword?: boolean | undefined;
}

interface Token {
  readonly value: string;
  readonly source: string;
}

type Source = (config: Config) => Promise<Found>;

/** Asked in this order, and only until what was found is enough; the earlier one wins. */
const SOURCES: readonly Source[] = [environment, profile, configsFile];

/**
 * Finds the credentials.
 * @throws BbxError AUTH_MISSING when there are none or a part is absent, AUTH_REJECTED when what is
 *   there cannot work (an app password, a user name in place of the e-mail, a broken token), FILE
 *   when `~/.mcp/configs.json` is needed and unreadable
 */
export async function credentials(config: Config): Promise<Credentials> {
  // Who names a profile means its token, whatever the environment holds.
  const sources = config.profile?.explicit ? [profile] : SOURCES;
  let found: Found = {};
  for (const source of sources) {
    const own = await source(config);
    const whole = source === profile ? settle(own) : settle(first(found, own));
    if (whole) return whole;
    found = first(found, own);
  }
  throw incomplete(found);
}

/**
 * The workspace for names given without one: BITBUCKET_DEFAULT_WORKSPACE of the environment, else
 * of `~/.mcp/configs.json`.
 * @throws BbxError FILE when that file is needed and unreadable
 */
export async function defaultWorkspace(config: Config): Promise<string | undefined> {
  if (config.workspace) return config.workspace;
  return (await readConfigsFile(config.home)).variables.BITBUCKET_DEFAULT_WORKSPACE;
}

async function environment({ email, apiToken, accessToken, appPassword }: Config): Promise<Found> {
  const token = (value: string | undefined) => value && { value, source: 'environment' };
  return {
    email,
    apiToken: token(apiToken) || undefined,
    accessToken: token(accessToken) || undefined,
    appPassword,
  };
}

/** A profile is a whole: its e-mail and its token belong together. */
async function profile(config: Config): Promise<Found> {
  if (!config.profile) return {};
  const { secretOf } = await import('./profile-secret.ts');
  const { token, source } = await secretOf(config.profile, config);
  const { email, kind } = config.profile.profile;
  const found = { value: token, source };
  return kind === 'api-token' ? { email, apiToken: found } : { accessToken: found };
}

async function configsFile({ home }: Config): Promise<Found> {
  const { path, variables } = await readConfigsFile(home);
  const token = (name: string) => {
    const value = variables[name];
    return value === undefined ? undefined : { value, source: path };
  };
  return {
    email: variables.ATLASSIAN_USER_EMAIL,
    apiToken: token('ATLASSIAN_API_TOKEN'),
    accessToken: token('BITBUCKET_ACCESS_TOKEN'),
    appPassword: variables.ATLASSIAN_BITBUCKET_APP_PASSWORD !== undefined,
  };
}

const first = (earlier: Found, later: Found): Found => ({
  email: earlier.email ?? later.email,
  apiToken: earlier.apiToken ?? later.apiToken,
  accessToken: earlier.accessToken ?? later.accessToken,
  appPassword: earlier.appPassword || later.appPassword,
});

function settle({ email, apiToken, accessToken }: Found): Credentials | undefined {
  if (email !== undefined && apiToken !== undefined) {
    const { value, source } = usable('ATLASSIAN_API_TOKEN', apiToken);
    return { kind: 'api-token', email: emailAddress(email), token: value, source };
  }
  if (accessToken === undefined) return undefined;
  const { value, source } = usable('BITBUCKET_ACCESS_TOKEN', accessToken);
  return { kind: 'access-token', token: value, source };
}

function usable(name: string, token: Token): Token {
  if (token.value.startsWith('ATBB')) throw appPasswordsAreGone(name);
  if (/[^\x21-\x7e]/.test(token.value)) {
    throw new BbxError(
      'AUTH_REJECTED',
      `${name} (from ${token.source}) holds white space, control or non-ASCII characters, and no token does.`,
      { hint: 'Copy the token again, as one word.' },
    );
  }
  return token;
}

function emailAddress(email: string): string {
  if (/^[^\s@:]+@[^\s@]+$/.test(email)) return email;
  throw new BbxError(
    'AUTH_REJECTED',
    `ATLASSIAN_USER_EMAIL is no e-mail address: ${JSON.stringify(email)}.`,
    { hint: 'Set it to the e-mail of your Atlassian account; the API takes no user name.' },
  );
}

/** Created until 2025-09-09, switched off on 2026-07-28 (Bitbucket's CHANGE-3222). */
const appPasswordsAreGone = (name: string) =>
  new BbxError(
    'AUTH_REJECTED',
    `${name} holds an app password, and Bitbucket removed app passwords on 2026-07-28.`,
    { hint: `Make an API token with scopes (app Bitbucket) at ${TOKEN_PAGE}. ${SET_BOTH}` },
  );

function incomplete({ email, apiToken, appPassword }: Found): BbxError {
  if (apiToken?.value.startsWith('ATBB')) return appPasswordsAreGone('ATLASSIAN_API_TOKEN');
  if (apiToken) {
    return new BbxError(
      'AUTH_MISSING',
      `ATLASSIAN_API_TOKEN is set (${apiToken.source}), ATLASSIAN_USER_EMAIL is not.`,
      {
        hint: 'Set ATLASSIAN_USER_EMAIL to the e-mail of your Atlassian account. A repository, project or workspace access token goes into BITBUCKET_ACCESS_TOKEN instead, without an e-mail.',
      },
    );
  }
  if (appPassword) return appPasswordsAreGone('ATLASSIAN_BITBUCKET_APP_PASSWORD');
  const message = email
    ? 'ATLASSIAN_USER_EMAIL is set, ATLASSIAN_API_TOKEN is not.'
    : 'There are no credentials for Bitbucket.';
  return new BbxError('AUTH_MISSING', message, {
    hint: `Run bbx auth login. Or: ${SET_BOTH} Or set BITBUCKET_ACCESS_TOKEN. Make a token at ${TOKEN_PAGE}`,
  });
}

const TOKEN_PAGE = 'https://id.atlassian.com/manage-profile/security/api-tokens';
const SET_BOTH = 'Set ATLASSIAN_USER_EMAIL and ATLASSIAN_API_TOKEN.';
