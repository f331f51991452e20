/** What bbx signs its requests with. `source` tells people where the token was found. */
export type Credentials =
  | {
      readonly kind: 'api-token';
      readonly email: string;
      readonly token: string;
      readonly source: string;
    }
  | { readonly kind: 'access-token'; readonly token: string; readonly source: string };

/** The value of the Authorization header for Bitbucket's API. */
export function authorization(given: Credentials): string {
  if (given.kind === 'access-token') return `Bearer ${given.token}`;
  return `Basic ${Buffer.from(`${given.email}:${given.token}`).toString('base64')}`;
}

/** The user names that git over HTTPS wants; the e-mail of the API fails there (support: "Using API tokens"). */
const GIT_USER = {
  'api-token': 'x-bitbucket-api-token-auth',
  'access-token': 'x-token-auth',
} as const;

/** The user name for git over HTTPS, by the kind of the token. */
export const gitUser = (kind: Credentials['kind']): string => GIT_USER[kind];

/** The login for git over HTTPS. */
export const gitLogin = (given: Credentials): { username: string; password: string } => ({
  username: gitUser(given.kind),
  password: given.token,
});
