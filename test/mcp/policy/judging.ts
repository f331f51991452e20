import { jsonBody } from '../../../src/core/client/body.ts';
import type { Method } from '../../../src/core/client/client.ts';
import { pathBelow } from '../../../src/core/client/url.ts';
import { BbxError } from '../../../src/core/errors.ts';
import { combine } from '../../../src/mcp/policy/combine.ts';
import type { Limits } from '../../../src/mcp/policy/limits.ts';
import { makePolicy } from '../../../src/mcp/policy/make-policy.ts';
import { saidInFlags } from '../../../src/mcp/policy/said-in-flags.ts';

const API = 'https://api.bitbucket.org';

/** What flags of `bbx mcp` forbid. */
export const limitsOf = (flags: Readonly<Record<string, unknown>>): Limits =>
  combine([saidInFlags(flags)]);

/** How a request is sent, besides its line. */
export interface SentWith {
  readonly body?: unknown;
  readonly redirected?: boolean;
}

/**
 * Asks the permit of these flags about a request, "POST /repositories/…" as it would be sent.
 * @returns the refusal, "" where it may be sent
 */
export function refusalOf(
  flags: Readonly<Record<string, unknown>>,
  line: string,
  { body, redirected = false }: SentWith = {},
): string {
  const [method = '', path = ''] = line.split(/ (.*)/s);
  const url = new URL(`${API}/2.0${path}`);
  return spoken(() =>
    makePolicy(limitsOf(flags)).permit?.({
      method: methodOf(method),
      url,
      path: pathBelow(API, url),
      body: body === undefined ? undefined : jsonBody(body),
      redirected,
    }),
  );
}

/** What is thrown, in one line; "" where nothing is. */
export function spoken(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    if (!(error instanceof BbxError) || error.code !== 'POLICY') throw error;
    return `${error.message} ${error.hint}`;
  }
}

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

function methodOf(word: string): Method {
  const found = METHODS.find((method) => method === word);
  if (found === undefined) throw new Error(`no method: ${word}`);
  return found;
}
