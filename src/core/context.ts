import type { RepositoryName } from './bitbucket/web-address.ts';
import type { Client } from './client/client.ts';
import type { Permit } from './client/permit.ts';
import type { Config } from './config.ts';

/** How far a long piece of work has come. */
export interface Progress {
  readonly label: string;
  readonly done?: number;
  readonly total?: number | undefined;
}

/**
 * Asked before a repository is cloned.
 * @throws BbxError POLICY when it may not be
 */
export type PermitClone = (repository: RepositoryName, ssh: boolean) => void;

/** All that an operation may reach; a door makes one for each call. */
export interface Context {
  readonly config: Config;
  readonly client: Client;
  /** As the client asks it, for whoever plans requests; undefined where nothing restricts them. */
  readonly permit?: Permit | undefined;
  /** Undefined where anything may be cloned. */
  readonly permitClone?: PermitClone | undefined;
  /** Aborted when the person or the agent gives up. */
  readonly signal: AbortSignal;
  /** Where relative paths start, and whose git remote names the repository. */
  readonly cwd: string;
  /** Shown on stderr while a person watches, sent as a notification to an agent. */
  readonly progress: (progress: Progress) => void;
  /** Something worth knowing that is not the answer. */
  readonly note: (text: string) => void;
  /**
   * Does work that is not to be cut off in the middle: no ^C aborts what it sends through the context
   * that it is given, and the program waits for it. A second ^C ends it all the same.
   */
  readonly unbroken: <T>(work: (context: Context) => Promise<T>) => Promise<T>;
}
