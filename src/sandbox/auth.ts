import { type Credential, type Credentials, missingScopes } from './credentials.ts';
import { badCredentials, missingScope } from './errors.ts';

/** The user name that git sends with an API token. */
const GIT_USER = 'x-bitbucket-api-token-auth';
/** The user name that git sends with an access token. */
const GIT_TOKEN_USER = 'x-token-auth';

/**
 * Finds who asks the REST API: Basic with e-mail and API token, or Bearer.
 * @returns nothing when no credential was sent
 * @throws Refusal 401 for every credential that is not known, a user name for an e-mail included
 */
export function restVisitor(
  credentials: Credentials,
  authorization: string | undefined,
): Credential | undefined {
  if (authorization === undefined) return undefined;
  const all = Object.values(credentials);
  const bearer = /^Bearer (\S+)$/i.exec(authorization)?.[1];
  const [user, password] = basic(authorization);
  const found =
    bearer === undefined
      ? all.find((c) => c.kind === 'api-token' && c.email === user && c.token === password)
      : all.find((c) => c.token === bearer);
  if (found === undefined) throw badCredentials();
  return found;
}

/**
 * Finds who asks over git, where the e-mail is no user name.
 * @returns nothing when the credential is absent or wrong
 */
export function gitVisitor(
  credentials: Credentials,
  authorization: string | undefined,
): Credential | undefined {
  if (authorization === undefined) return undefined;
  const [user, password] = basic(authorization);
  return Object.values(credentials).find(
    (c) =>
      c.token === password &&
      (c.kind === 'api-token' ? user === GIT_USER || user === c.username : user === GIT_TOKEN_USER),
  );
}

/**
 * Checks that a credential has every scope of an operation.
 * @throws Refusal 403 that names the required and the granted ones, as Bitbucket does
 */
export function checkScopes(visitor: Credential | undefined, needed: readonly string[]): void {
  if (visitor === undefined || missingScopes(visitor, needed).length === 0) return;
  const suffix = visitor.kind === 'api-token' ? ':bitbucket' : '';
  throw missingScope(
    needed.map((scope) => scope + suffix),
    visitor.scopes.map((scope) => scope + suffix),
  );
}

function basic(authorization: string): [string, string] {
  const encoded = /^Basic (\S+)$/i.exec(authorization)?.[1] ?? '';
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  return [text.slice(0, Math.max(colon, 0)), text.slice(colon + 1)];
}
