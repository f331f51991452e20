import type { Body, Method } from './client.ts';

/** One exchange that is about to be sent to the API. */
export interface Exchange {
  readonly method: Method;
  /** Absolute, on the API's own origin; resolved and encoded. */
  readonly url: URL;
  /** Its path below /2.0, still encoded; undefined for an address of this origin that is not there. */
  readonly path: string | undefined;
  readonly body?: Body | undefined;
  /** The server sent it here: it is a later hop of a request that was permitted. */
  readonly redirected: boolean;
}

/**
 * Asked before each exchange, redirects included, whether it may be sent.
 * @throws BbxError POLICY when it may not
 */
export type Permit = (exchange: Exchange) => void;
