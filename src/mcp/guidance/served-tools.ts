import type { Session } from '../session.ts';
import { toolName } from '../tool-name.ts';

/** The names of the tools that this server lets agents use: what guidance may speak of. */
export const servedTools = ({
  operations,
  policy,
}: Pick<Session, 'operations' | 'policy'>): ReadonlySet<string> =>
  new Set(
    operations.filter((operation) => policy.refusesTool(operation) === undefined).map(toolName),
  );
