import type { Operation } from '../core/operation.ts';
import type { Grammar } from './command-line.ts';
import { argsFor, flagsFor } from './flags.ts';
import { usageOf } from './usage.ts';

/** What the command line of an operation's command may hold. */
export const grammarOf = (operation: Operation): Grammar => ({
  name: operation.name,
  usage: usageOf(operation),
  flags: flagsFor(operation),
  args: argsFor(operation),
  rest: operation.rest !== undefined,
});
