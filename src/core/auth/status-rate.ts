import type { Probe } from './status-probe.ts';

/** How many requests are left, as far as Bitbucket says it. */
export interface RateLimit {
  readonly limit?: number | undefined;
  readonly remaining?: number | undefined;
  /** Seconds until it begins anew. */
  readonly reset?: number | undefined;
  /** Bitbucket's own warning. */
  readonly near?: boolean | undefined;
}

/**
 * Reads X-RateLimit-*, which Bitbucket sends with some answers. Seen: `limit: 60, 60;w=3600`, a
 * reset in seconds (not a date), and scaled limits with NearLimit in place of Remaining.
 * @returns undefined when the answer has none
 */
export function rateLimitIn({ header }: Probe): RateLimit | undefined {
  const number = (name: string) => {
    const [digits] = /^\d+/.exec(header(`x-ratelimit-${name}`).trim()) ?? [];
    return digits === undefined ? undefined : Number(digits);
  };
  const near = header('x-ratelimit-nearlimit').trim().toLowerCase();
  const found = {
    limit: number('limit'),
    remaining: number('remaining'),
    reset: number('reset'),
    near: near === '' ? undefined : near === 'true',
  };
  return Object.values(found).some((value) => value !== undefined) ? found : undefined;
}
