import type { Head } from '../answer.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One request, its path already resolved and encoded. */
export interface Request {
  readonly method: Method;
  /** Absolute, on the API's own origin. */
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: Body | undefined;
  /** False: whoever sends it decides himself whether it is sent again. */
  readonly retry?: false | undefined;
}

/** A body that can be sent again: `stream` opens it anew for each try. */
export interface Body {
  readonly contentType: string;
  /** In bytes. */
  readonly length: number;
  readonly stream: () => AsyncIterable<Uint8Array>;
  /** The same in memory, where it is small. */
  readonly bytes?: Uint8Array;
}

/** An answer with status below 400, its body not read yet. */
export interface Response extends Head {
  readonly url: URL;
  readonly body: AsyncIterable<Uint8Array>;
  /** Says that the body flows to a reader: from then on a deadline that nobody set moves with it. */
  readonly flow: () => void;
  /** Closes the connection, whatever is still to come. */
  readonly drop: () => void;
  /** One header, "" when absent. */
  readonly header: (name: string) => string;
}

/** The one way to Bitbucket. */
export interface Client {
  /**
   * Sends a request and hands the answer to `use`, which reads as much of it as belongs to the
   * exchange: what is lost there is retried like what is lost before.
   * @throws BbxError for every answer from 400 on, a lost connection, a deadline, a cancel
   */
  readonly send: <T>(request: Request, use: (response: Response) => Promise<T>) => Promise<T>;
}
