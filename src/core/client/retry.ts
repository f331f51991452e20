import type { BbxError } from '../errors.ts';
import type { Method } from './client.ts';
import { isLost } from './network-error.ts';

/** What a try came to: a status, or a connection that was lost before one. */
export type Outcome = number | 'lost';

/** Tries after the first. */
export const MAX_RETRIES = 3;

/** Seconds beyond which bbx says when to come back, rather than wait. */
export const LONGEST_WAIT = 30;

/** What an error says that a try came to; undefined where it is about neither answer nor connection. */
export const outcomeOf = (error: BbxError): Outcome | undefined =>
  error.code === 'NETWORK' && isLost(error) ? 'lost' : error.status;

/**
 * How long to wait before the same request is sent again.
 * A POST may have had its effect, so only 429, which says that it had none, repeats it.
 * @param asked seconds that the server asked for, if it did
 * @param attempt 0 for the first retry
 * @returns milliseconds, or undefined when the outcome is final
 */
export function retryDelay(
  method: Method,
  outcome: Outcome,
  attempt: number,
  asked: number | undefined,
): number | undefined {
  if (attempt >= MAX_RETRIES || !isTransient(method, outcome)) return undefined;
  if (asked !== undefined) return asked > LONGEST_WAIT ? undefined : asked * 1000;
  const backOff = 500 * 2 ** attempt;
  return backOff * (0.75 + Math.random() / 2);
}

const isTransient = (method: Method, outcome: Outcome) =>
  outcome === 429 ||
  (method !== 'POST' &&
    method !== 'PATCH' &&
    (outcome === 'lost' || outcome === 502 || outcome === 503 || outcome === 504));

/**
 * Seconds that an answer asks to wait: Retry-After (seconds or a date), else X-RateLimit-Reset,
 * which Bitbucket sends as seconds left, not as a date (recorded 2026-08 with a reset of 745).
 */
export function askedWait(header: (name: string) => string, now = Date.now()): number | undefined {
  const after = header('retry-after').trim();
  if (/^\d+(\.\d+)?$/.test(after)) return bounded(Number(after));
  const date = after ? Date.parse(after) : Number.NaN;
  if (!Number.isNaN(date)) return Math.max(0, Math.ceil((date - now) / 1000));
  const reset = /^\d+/.exec(header('x-ratelimit-reset').trim())?.[0];
  if (reset === undefined) return undefined;
  const seconds = Number(reset);
  return bounded(seconds > 1e9 ? Math.max(0, seconds - now / 1000) : seconds);
}

/** Whole seconds, a year at most: beyond that no clock time can be said. */
const bounded = (seconds: number) => Math.min(Math.ceil(seconds), 365 * 86_400);
