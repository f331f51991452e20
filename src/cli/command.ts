import type { ArgInput, FlagInput } from '@oclif/core/interfaces';
import { parse } from '@oclif/core/parser';
import { leaveWithReader } from '../core/output/terminal.ts';
import { reportError } from './report-error.ts';
import { usageError } from './usage-error.ts';

/** A command that is no operation: what an agent must never have, or what serves a door. */
export interface CommandDefinition {
  readonly name: string;
  readonly summary: string;
  readonly description?: string;
  readonly examples?: readonly string[];
  /** How it is called, "mcp" and the like; with [FLAGS] when absent. */
  readonly usage?: string;
  readonly hidden?: boolean;
  readonly flags?: FlagInput;
  readonly args?: ArgInput;
  readonly run: (given: Given) => Promise<void>;
}

interface Given {
  readonly values: Readonly<Record<string, unknown>>;
  /** What followed --. */
  readonly rest: readonly string[];
}

/** Makes a command of a definition, with the same parser and the same errors as an operation's. */
export function command(definition: CommandDefinition) {
  const { name, flags = {}, args = {}, examples = [] } = definition;
  const usage = definition.usage ?? `${name} [FLAGS]`;
  return {
    ...definition,
    usage,
    examples: examples.map((example) => `<%= config.bin %> ${example}`),
    flags,
    args,
    run: async (argv: readonly string[] = []): Promise<void> => {
      leaveWithReader();
      try {
        const end = argv.indexOf('--');
        const own = end < 0 ? [...argv] : argv.slice(0, end);
        const parsed = await parse(own, { flags, args, strict: true }).catch((error: unknown) => {
          throw usageError(error, { name, usage, flags: Object.keys(flags) });
        });
        const values = { ...parsed.args, ...parsed.flags };
        await definition.run({ values, rest: end < 0 ? [] : argv.slice(end + 1) });
      } catch (error) {
        await reportError(error, { json: false, debug: argv.includes('--debug') });
      }
    },
  };
}
