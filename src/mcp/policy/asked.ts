import type { Body, Method } from '../../core/client/client.ts';
import type { Exchange } from '../../core/client/permit.ts';
import { type Readings, readingsOf } from './readings.ts';
import type { Verb } from './rule.ts';

/** A request, or something else that one does besides, as rules judge it. */
export interface Asked {
  /** PATCH is no verb of Bitbucket Cloud: no rule can name it. */
  readonly verb: Verb | Extract<Method, 'PATCH'>;
  /** Below /2.0, encoded. */
  readonly path: string;
  readonly readings: Readings;
  readonly query: URLSearchParams;
  readonly body: Body | undefined;
  readonly redirected: boolean;
}

/** An exchange as rules judge it; undefined where it leads out of the API. */
export function askedOf({ method, url, path, body, redirected }: Exchange): Asked | undefined {
  if (path === undefined) return undefined;
  const query = url.searchParams;
  return { verb: method, path, readings: readingsOf(path), query, body, redirected };
}

/** A read or write that another request implies, at the path that has these segments. */
export function implied(verb: Verb, segments: readonly string[]): Asked {
  const path = `/${segments.map(encodeURIComponent).join('/')}`;
  const query = new URLSearchParams();
  return { verb, path, readings: readingsOf(path), query, body: undefined, redirected: false };
}
