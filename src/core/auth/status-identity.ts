import { getAt } from '../bitbucket/json-object.ts';
import { BbxError } from '../errors.ts';
import type { Credentials } from './authorization.ts';
import type { Ask, Probe } from './status-probe.ts';

/** Whose credentials they are, in Bitbucket's own words. */
export interface Identity {
  readonly display_name?: string | undefined;
  readonly nickname?: string | undefined;
  readonly account_id?: string | undefined;
  readonly uuid?: string | undefined;
}

/** Credentials that Bitbucket accepts. */
export interface Accepted {
  /** Undefined for an access token, and for a token without read:user. */
  readonly identity: Identity | undefined;
  /** The answer of GET /user. */
  readonly answer: Probe;
}

/**
 * Asks Bitbucket who this is. A 403 is no rejection: the token is known, and lacks read:user or is
 * no user's (an access token). Where /user knows no access tokens, the workspace has to say.
 * @param workspace where an access token may be at home
 * @throws BbxError AUTH_REJECTED, RATE_LIMITED, UNAVAILABLE, NETWORK, TIMEOUT, CANCELLED
 */
export async function identify(
  ask: Ask,
  credentials: Credentials,
  workspace: string | undefined,
): Promise<Accepted> {
  const answer = await ask('/user');
  if (answer.status < 300) return { identity: identityIn(answer), answer };
  if (answer.status === 403) return { identity: undefined, answer };
  if (answer.status === 401 && credentials.kind === 'access-token' && workspace) {
    const other = await ask(`/repositories/${encodeURIComponent(workspace)}?pagelen=1`);
    if (other.status < 300 || other.status === 403) return { identity: undefined, answer: other };
  }
  throw answer.refusal ?? odd(answer.status);
}

function identityIn({ status, data }: Probe): Identity {
  const text = (name: string) => {
    const value = getAt(data, name);
    return typeof value === 'string' ? value : undefined;
  };
  if (text('account_id') === undefined && text('uuid') === undefined) throw odd(status);
  return {
    display_name: text('display_name'),
    nickname: text('nickname'),
    account_id: text('account_id'),
    uuid: text('uuid'),
  };
}

/** A captive portal, or a proxy with a page of its own. */
const odd = (status: number) =>
  new BbxError('UNAVAILABLE', `What answers GET /user is not Bitbucket's API (HTTP ${status}).`, {
    hint: 'Check BBX_API_URL, and whether a proxy or a sign-in page of the network is in the way.',
    status,
  });
