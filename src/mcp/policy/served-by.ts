import { worthOf } from '../../core/auth/status-classic.ts';
import { allEndpoints } from '../../core/catalogue/all-endpoints.ts';
import type { Operation } from '../../core/operation.ts';
import { type Need, needOf, partedNeeds } from './tool-needs.ts';

/**
 * Whether a token with these scopes can serve an operation: all that it is sure to need, and one of
 * the things that it could do. A tool for any endpoint needs one of its verb. Where no scope is one that
 * bbx knows, nothing is known of the token, and it serves all.
 * @param granted all scopes of the token, in Bitbucket's words
 */
export function isServedBy(granted: readonly string[], operation: Operation): boolean {
  const held = new Set(worthOf(granted));
  if (granted.length > 0 && ![...held].some(isKnown)) return true;
  const { uses = [] } = operation;
  const sent = uses.filter((use) => typeof use !== 'string' && use.redirected).map(needOf);
  const { sure, some } = partedNeeds(operation);
  const serves = (need: Need) => isServed(held, need);
  return [...sure, ...sent].every(serves) && (some.length === 0 || some.some(serves));
}

/** Whether it is about something that endpoints have scopes for: "read:workspace:bitbucket". */
function isKnown(scope: string): boolean {
  const [, noun = ''] = scope.split(':');
  return allEndpoints().some(({ scopes }) => scopes.some((one) => one.split(':')[1] === noun));
}

function isServed(held: ReadonlySet<string>, { verb, template }: Need): boolean {
  const method = verb === 'CLONE' ? 'GET' : verb;
  const has = (scopes: readonly string[]) => scopes.every((scope) => held.has(scope));
  const own = allEndpoints().filter((endpoint) => endpoint.method === method);
  if (template === '*') return own.some(({ scopes }) => scopes.length > 0 && has(scopes));
  return own.every((endpoint) => endpoint.template !== template || has(endpoint.scopes));
}
