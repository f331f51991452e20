import { leaveWithReader } from '../core/output/terminal.ts';
import { asksForJson } from './asks-for-json.ts';
import { type Arg, type Arguments, type Flag, readCommandLine } from './command-line.ts';
import { reportError } from './report-error.ts';

/** A command that is no operation: what an agent must never have, or what serves a door. */
export interface CommandDefinition {
  readonly name: string;
  readonly summary: string;
  readonly description?: string;
  readonly examples?: readonly string[];
  /** How it is called, "mcp" and the like; with [FLAGS] when absent. */
  readonly usage?: string;
  readonly hidden?: boolean;
  readonly flags?: Readonly<Record<string, Flag>>;
  readonly args?: Readonly<Record<string, Arg>>;
  readonly run: (given: Arguments) => Promise<void>;
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
        const grammar = { name, usage, flags, args, rest: true };
        await definition.run(readCommandLine(argv, grammar));
      } catch (error) {
        await reportError(error, { json: asksForJson(argv), debug: argv.includes('--debug') });
      }
    },
  };
}
