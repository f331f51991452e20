import type { Operation } from '../core/operation.ts';
import type { ComposeOption } from './composed.ts';
import type { ChooseParts, Confirm } from './decide.ts';
import { argsFor, flagsFor } from './flags.ts';
import { runOperation } from './run-operation.ts';
import type { ScreenOption } from './screen-option.ts';
import { terminalWords } from './terminal-words.ts';
import { usageOf } from './usage.ts';

/** What a command may need from another room. */
export interface CommandOptions {
  /** Asks before a destructive operation runs. */
  readonly confirm?: Confirm;
  /** Has parts of planned work left out before that. */
  readonly choose?: ChooseParts;
  /** Opens instead, for a person who gives no more than what to look at. */
  readonly screen?: ScreenOption;
  /** Has a person write the text that they did not give. */
  readonly compose?: ComposeOption;
}

/**
 * Makes a command of an operation. oclif finds and describes it; it extends no class of oclif,
 * since loading that costs more than all the rest of a request.
 */
export function commandFor(operation: Operation, options: CommandOptions = {}) {
  return {
    summary: operation.summary,
    description: terminalWords(operation.description, operation),
    examples: operation.examples.map((example) => `<%= config.bin %> ${example}`),
    usage: usageOf(operation),
    args: describedArgs(operation),
    flags: describedFlags(operation),
    run: async (argv: readonly string[] = []) => await runOperation(operation, argv, options),
  };
}

/** oclif's help puts "..." behind an argument that is `multiple`, and behind all where one is not strict. */
const describedArgs = (operation: Operation) =>
  Object.fromEntries(
    Object.entries(argsFor(operation)).map(([name, arg]) => [
      name,
      { ...arg, multiple: arg.many === true },
    ]),
  );

const describedFlags = (operation: Operation) =>
  Object.fromEntries(
    Object.entries(flagsFor(operation)).map(([name, flag]) => [
      name,
      { ...flag, description: terminalWords(flag.description, operation) },
    ]),
  );
