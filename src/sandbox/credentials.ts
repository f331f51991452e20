import { randomBytes } from 'node:crypto';
import type { Person } from './world.ts';

/** What somebody signs in with. */
export interface Credential {
  readonly kind: 'api-token' | 'access-token';
  /** The user name for REST; empty for an access token, which is a Bearer. */
  readonly email: string;
  /** The Bitbucket user name: good for git, refused by REST. */
  readonly username: string;
  readonly token: string;
  /** API-token scopes (`read:user`) or an access token's classic ones (`pullrequest:write`). */
  readonly scopes: readonly string[];
  /** Who acts; nobody for an access token. */
  readonly person: Person | undefined;
}

/** The credentials that a sandbox knows from its start. */
export interface Credentials {
  /** An API token with every scope. */
  readonly full: Credential;
  /** An API token with the `read:` scopes only. */
  readonly readOnly: Credential;
  /** An API token without `read:pullrequest`. */
  readonly noPullRequests: Credential;
  /** A workspace access token. */
  readonly accessToken: Credential;
}

const NOUNS = {
  repository: 'read write admin delete',
  pullrequest: 'read write',
  project: 'read admin',
  workspace: 'read admin',
  user: 'read write',
  pipeline: 'read write admin',
  runner: 'read write',
  webhook: 'read write delete',
  snippet: 'read write delete',
  'ssh-key': 'read write delete',
  'gpg-key': 'read write delete',
  permission: 'read write delete',
};

/** Every scope that an API token can have, without the ":bitbucket" ending. */
const ALL_SCOPES: readonly string[] = Object.entries(NOUNS).flatMap(([noun, verbs]) =>
  verbs.split(' ').map((verb) => `${verb}:${noun}`),
);

/** What a classic scope of an access token is worth in API-token scopes; here one implies another. */
const CLASSIC: Readonly<Record<string, string>> = {
  project: 'read:project read:repository',
  repository: 'read:repository',
  'repository:write': 'read:repository write:repository',
  'repository:admin': 'admin:repository',
  pullrequest: 'read:pullrequest read:repository',
  'pullrequest:write': 'read:pullrequest write:pullrequest read:repository write:repository',
  webhook: 'read:webhook write:webhook delete:webhook',
  account: 'read:user read:workspace',
  pipeline: 'read:pipeline',
  'pipeline:write': 'read:pipeline write:pipeline',
  'pipeline:variable': 'read:pipeline write:pipeline admin:pipeline',
};

/** Tells which of the scopes that an operation needs a credential has not. */
export function missingScopes(credential: Credential, needed: readonly string[]): string[] {
  const classic = credential.scopes.flatMap((scope) => (CLASSIC[scope] ?? scope).split(' '));
  const held = new Set(credential.kind === 'api-token' ? credential.scopes : classic);
  return needed.filter((scope) => !held.has(scope));
}

/** A token that looks like Bitbucket's: 192 characters, with `-`, `_` and `=` in it. */
function newToken(prefix: 'ATATT3' | 'ATCTT3'): string {
  const secret = randomBytes(138).toString('base64url').slice(0, 180);
  return `${prefix}${secret.slice(0, 90)}-_${secret.slice(92, 180)}${secret.slice(0, 5)}=`;
}

/** Makes the credentials of a sandbox; `token` is the full API token where the caller chose one. */
export function makeCredentials(people: readonly Person[], token?: string): Credentials {
  const api = (index: number, scopes: readonly string[], secret?: string): Credential => {
    const person = people[index];
    return {
      kind: 'api-token',
      email: person?.email ?? '',
      username: person?.nickname ?? '',
      token: secret ?? newToken('ATATT3'),
      scopes,
      person,
    };
  };
  return {
    full: api(0, ALL_SCOPES, token),
    readOnly: api(
      1,
      ALL_SCOPES.filter((scope) => scope.startsWith('read:')),
    ),
    noPullRequests: api(
      0,
      ALL_SCOPES.filter((scope) => scope !== 'read:pullrequest'),
    ),
    accessToken: {
      kind: 'access-token',
      email: '',
      username: '',
      token: newToken('ATCTT3'),
      scopes: ['project', 'repository:write', 'pullrequest:write', 'pipeline:write', 'webhook'],
      person: undefined,
    },
  };
}
