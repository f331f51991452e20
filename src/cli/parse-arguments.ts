import { parse } from '@oclif/core/parser';
import type { Operation } from '../core/operation.ts';
import { fieldsOf } from '../core/operation-fields.ts';
import { argsFor, flagsFor } from './flags.ts';
import { usageOf } from './usage.ts';
import { usageError } from './usage-error.ts';

/** A command line, read but not yet understood. */
export interface Arguments {
  /** Flags and arguments by their names. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What followed --. */
  readonly rest: readonly string[];
}

/**
 * Reads an operation's command line with oclif's parser.
 * @throws BbxError USAGE
 */
export async function parseArguments(
  operation: Operation,
  argv: readonly string[],
): Promise<Arguments> {
  const split = operation.rest === undefined ? -1 : argv.indexOf('--');
  const own = split < 0 ? [...argv] : argv.slice(0, split);
  const many = listArgument(operation);
  const options = { flags: flagsFor(operation), args: argsFor(operation), strict: !many };
  try {
    const { args, argv: words, flags } = await parse(own, options);
    const stray =
      many && own.slice(0, end(own)).find((word) => isFlag(word) && words.includes(word));
    if (stray) throw new Error(`Nonexistent flag: ${stray}`);
    const list = many && words.length > 0 ? { [many]: words } : {};
    return { values: { ...args, ...flags, ...list }, rest: split < 0 ? [] : argv.slice(split + 1) };
  } catch (error) {
    const { name } = operation;
    throw usageError(error, { name, usage: usageOf(operation), flags: Object.keys(options.flags) });
  }
}

/** The argument that takes all the words that are there, if the operation has one. */
const listArgument = (operation: Operation) =>
  fieldsOf(operation).find(({ kind, position }) => kind === 'list' && position !== undefined)
    ?.argument;

const isFlag = (word: string) => word.startsWith('-') && word !== '-' && word !== '--';

const end = (argv: readonly string[]) => (argv.includes('--') ? argv.indexOf('--') : argv.length);
