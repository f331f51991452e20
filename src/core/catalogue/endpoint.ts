import type { Method } from '../client/client.ts';

/** One operation of Bitbucket Cloud's REST API. */
export interface Endpoint {
  readonly method: Method;
  /** Without /2.0, its parameters in braces: "/repositories/{workspace}/{repo_slug}". */
  readonly template: string;
  /** What it belongs to in Atlassian's documentation: "pullrequests", "branch-restrictions". */
  readonly group: string;
  /**
   * The API-token scopes it needs, all of them, as Atlassian writes them:
   * "read:pullrequest:bitbucket". Empty where no API token is accepted, or any is.
   */
  readonly scopes: readonly string[];
  /** The query names it reads. */
  readonly query: readonly string[];
  /** The highest `pagelen` it accepts; undefined for what is no list. */
  readonly pageLimit: number | undefined;
  /** Whether it answers bytes (a diff, a file, a log) rather than JSON. */
  readonly raw: boolean;
}
