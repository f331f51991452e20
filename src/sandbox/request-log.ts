import type { IncomingHttpHeaders } from 'node:http';

/** One request as it arrived. */
export interface LoggedRequest {
  readonly server: 'api' | 'git' | 'storage';
  readonly method: string;
  /** With the query, as it was sent. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The body's length in bytes, known once it was read. */
  bodySize: number;
  /** The body itself, where it is JSON and no more than 256 KB. */
  body?: Buffer;
  /** What was answered; 0 while there is no answer, or none was given. */
  status: number;
  /** The client hung up before the answer was whole. */
  aborted: boolean;
}

const KEPT = 2000;

/** Writes a request down; the oldest go when there are too many, so that a long run stays small. */
export function logRequest(log: LoggedRequest[], request: LoggedRequest): void {
  log.push(request);
  if (log.length > KEPT) log.splice(0, log.length - KEPT);
}
