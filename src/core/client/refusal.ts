/** What an error answer says, whichever of its shapes it came in. */
export interface Refusal {
  readonly status: number;
  readonly method: string;
  /** Under /2.0, with its query. */
  readonly path: string;
  /** In the server's words, one line. */
  readonly words: string;
  /** Scopes, from a 403 that names them. */
  readonly required: readonly string[];
  readonly granted: readonly string[];
  /** True for the text/plain 403 that means "no such operation". */
  readonly noSuchOperation: boolean;
}
