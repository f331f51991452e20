import type { Config } from '../config.ts';
import type { BbxError } from '../errors.ts';
import type { Finding } from './finding.ts';

/** What a check may look at. */
export interface Deps {
  /** As every command would have it; of the environment alone where the settings are broken. */
  readonly config: Config;
  /** Why there is no better configuration. */
  readonly broken: BbxError | undefined;
  readonly cwd: string;
  /** Aborted when the time of a check is over. */
  readonly signal: AbortSignal;
}

/** Looks at one thing, changes nothing, and ends in its time. */
export type Check = (deps: Deps) => Promise<Finding>;
