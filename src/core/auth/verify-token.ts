import { getAt, isJsonObject } from '../bitbucket/json-object.ts';
import type { Client } from '../client/client.ts';
import { createClient } from '../client/create-client.ts';
import { followPages, isEnvelope } from '../client/pages.ts';
import { readAnswer } from '../client/read-answer.ts';
import { apiAddress, type Query } from '../client/url.ts';
import type { Config } from '../config.ts';
import { BbxError } from '../errors.ts';
import type { Credentials } from './authorization.ts';
import { grantedScopes } from './granted-scopes.ts';

/** What Bitbucket says of a token that it knows. What it does not say is undefined. */
export interface Verified {
  /** The name that people know the account by; an access token has no account. */
  readonly account?: string | undefined;
  /** Slugs of the workspaces that the account can see. */
  readonly workspaces?: readonly string[] | undefined;
  readonly scopes?: readonly string[] | undefined;
}

export interface VerifyOptions {
  readonly config: Config;
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
  /** What the token must be able to see; an access token is tried on it. */
  readonly workspace?: string | undefined;
  readonly repository?: string | undefined;
}

/** More workspaces than anybody chooses among. */
const MOST_WORKSPACES = 1000;

/**
 * Asks Bitbucket who a token belongs to and what it sees. A token that lacks the scope for a
 * question is valid all the same, and the refusal tells its scopes; answers tell them in the header
 * X-OAuth-Scopes, where there is one.
 * @throws BbxError AUTH_REJECTED for a token that Bitbucket does not know, NOT_FOUND for a
 *   workspace or a repository that it cannot see, NETWORK and what else a request throws
 */
export async function verifyToken(given: Credentials, options: VerifyOptions): Promise<Verified> {
  const client = createClient({ ...options, credentials: async () => given });
  const ask = (path: string, query: Query = []) => asked(client, options, path, query);
  if (given.kind === 'access-token') return { scopes: (await place(ask, options))?.scopes };
  const user = await ask('/user');
  if (user.data !== undefined && !isAccount(user.data)) throw strange('/user');
  const memberships = await ask('/user/workspaces', [['pagelen', '100']]);
  if (options.repository !== undefined) await place(ask, options);
  return {
    account: nameIn(user.data),
    workspaces: isEnvelope(memberships.data) ? slugsIn(memberships.data.values) : undefined,
    scopes: user.scopes ?? memberships.scopes,
  };
}

interface Told {
  /** Undefined when the token lacks the scope for it. */
  readonly data: unknown;
  readonly scopes: readonly string[] | undefined;
}

type Ask = (path: string, query?: Query) => Promise<Told>;

async function place(ask: Ask, { workspace = '', repository }: VerifyOptions): Promise<Told> {
  const path = `/repositories/${encodeURIComponent(workspace)}`;
  const told =
    repository === undefined
      ? await ask(path, [['pagelen', '10']])
      : await ask(`${path}/${encodeURIComponent(repository)}`);
  const { data } = told;
  if (data === undefined || isEnvelope(data) || getAt(data, 'full_name')) return told;
  throw strange(path);
}

async function asked(
  client: Client,
  { config: { apiUrl } }: VerifyOptions,
  path: string,
  query: Query,
): Promise<Told> {
  const request = { method: 'GET', url: apiAddress(apiUrl, path, query, () => undefined) } as const;
  try {
    const { answer, header } = await client.send(request, async (response) => ({
      answer: await readAnswer(request, response, apiUrl),
      header: response.header('x-oauth-scopes'),
    }));
    if (answer.kind !== 'data' || !isJsonObject(answer.data)) throw strange(path);
    const pages = { client, apiUrl, limit: MOST_WORKSPACES, progress: () => undefined };
    const listed = path === '/user/workspaces' && isEnvelope(answer.data);
    const data = listed ? (await followPages(answer.data, request, pages)).data : answer.data;
    return { data, scopes: header ? header.split(/[\s,]+/) : undefined };
  } catch (error) {
    const scopes = grantedScopes(error);
    if (scopes === undefined) throw error;
    return { data: undefined, scopes };
  }
}

const strange = (path: string) =>
  new BbxError('UNAVAILABLE', `The answer to ${path} is none of Bitbucket's.`, {
    hint: 'Check BBX_API_URL, and what stands between here and there.',
  });

const isAccount = (data: unknown) =>
  typeof (getAt(data, 'account_id') ?? getAt(data, 'uuid')) === 'string';

function nameIn(user: unknown): string | undefined {
  const names = [getAt(user, 'display_name'), getAt(user, 'nickname')];
  return names.find((name) => typeof name === 'string' && name !== '')?.toString();
}

const slugsIn = (values: readonly unknown[]): string[] =>
  values.map((value) => getAt(value, 'workspace.slug')).filter((slug) => typeof slug === 'string');
