import type { Context } from '../../core/context.ts';
import type { Here } from '../../core/git/remotes.ts';

/** The folder of a call, for git. */
export const gitHere = ({ cwd, signal, config }: Context): Here => ({
  cwd,
  signal,
  env: config.environment,
});
