import { apiError } from '../client/api-error.ts';
import { collect } from '../client/body.ts';
import { Deadline } from '../client/deadline.ts';
import { createTransport } from '../client/transport.ts';
import type { Config } from '../config.ts';
import type { BbxError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { authorization, type Credentials } from './authorization.ts';

/** What came of one cheap GET. */
export interface Probe {
  readonly status: number;
  /** One header, "" when absent. */
  readonly header: (name: string) => string;
  /** The body, where it is JSON. */
  readonly data: unknown;
  /** What the answer means, from status 400 on. */
  readonly refusal: BbxError | undefined;
}

/**
 * Asks for a path under /2.0, once: no retry, and a refusal is an answer.
 * @throws BbxError NETWORK, TIMEOUT, CANCELLED
 */
export type Ask = (path: string) => Promise<Probe>;

/** Seconds for one probe, when nobody said otherwise. */
const PATIENCE = 15;

/** Makes probes with these credentials, which go to the API of the configuration alone. */
export function openProbe(config: Config, credentials: Credentials, signal: AbortSignal): Ask {
  const transport = createTransport(config);
  const headers = {
    'user-agent': `bbx/${VERSION}`,
    accept: 'application/json',
    authorization: authorization(credentials),
  };
  return async (path) => {
    const request = { method: 'GET', url: new URL(`${config.apiUrl}/2.0${path}`) } as const;
    const deadline = new Deadline(signal, config.timeout ?? PATIENCE);
    const response = await transport({ ...request, headers, body: undefined, deadline });
    const { status, header } = response;
    const bytes = await collect(response.body);
    const again = { ...response, body: once(bytes) };
    const refusal =
      status < 400 ? undefined : await apiError(request, again, config.apiUrl, credentials);
    return { status, header, data: parsed(bytes), refusal };
  };
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
