import { BbxError } from '../errors.ts';
import type { Method, Response } from './client.ts';

/** Where an exchange goes on. */
export interface Hop {
  readonly method: Method;
  readonly url: URL;
  /** False as soon as it has left the API's origin, and for good. */
  readonly trusted: boolean;
  /** Whether the body goes along. */
  readonly withBody: boolean;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Redirects that one request may take. */
export const MAX_REDIRECTS = 10;

/**
 * The next hop of a redirected request, or undefined for an answer that is none. A read goes
 * anywhere, but without the credential once it leaves the origin (storage hosts refuse it, and
 * they must not see it); a write stays on the origin and keeps its method, as a renamed
 * repository answers 301 to every method.
 * @throws BbxError when following it would not be safe
 */
export function nextHop(at: Hop, response: Response): Hop | undefined {
  const location = response.header('location');
  if (!REDIRECTS.has(response.status) || location === '') return undefined;
  if (!URL.canParse(location, at.url.href)) throw refused(location, 'that is no address');
  const url = new URL(location, at.url);
  // A user in the address would become a credential that nobody gave.
  url.username = '';
  url.password = '';
  const same = url.origin === at.url.origin;
  if (
    !/^https?:$/.test(url.protocol) ||
    (at.url.protocol === 'https:' && url.protocol !== 'https:')
  ) {
    throw refused(url.href, 'it is not encrypted');
  }
  if (response.status === 303)
    return { method: 'GET', url, trusted: at.trusted && same, withBody: false };
  if (at.method !== 'GET' && !same)
    throw refused(url.origin, 'a write is not sent to another host');
  return { method: at.method, url, trusted: at.trusted && same, withBody: at.withBody };
}

const refused = (where: string, why: string) =>
  new BbxError('BAD_REQUEST', `The server redirects to ${where.slice(0, 120)}, and ${why}.`, {
    hint: 'Check the path, and BBX_API_URL.',
  });
