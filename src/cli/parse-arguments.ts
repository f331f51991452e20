import { parse } from '@oclif/core/parser';
import { BbxError } from '../core/errors.ts';
import type { Operation } from '../core/operation.ts';
import { fieldsOf } from '../core/operation-fields.ts';
import { argsFor, flagsFor } from './flags.ts';

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
    throw usageError(error, operation.name);
  }
}

/** The argument that takes all the words that are there, if the operation has one. */
const listArgument = (operation: Operation) =>
  fieldsOf(operation).find(({ kind, position }) => kind === 'list' && position !== undefined)
    ?.argument;

const isFlag = (word: string) => word.startsWith('-') && word !== '-' && word !== '--';

const end = (argv: readonly string[]) => (argv.includes('--') ? argv.indexOf('--') : argv.length);

/** oclif says what is wrong in the first line of its message. */
export function usageError(error: unknown, command: string): BbxError {
  const message = error instanceof Error ? error.message : String(error);
  const said = message
    .replace(/\n?See more help with --help.*$/s, '')
    .replace(/\s+/g, ' ')
    .trim();
  return new BbxError('USAGE', said.endsWith('.') ? said : `${said}.`, {
    hint: `bbx ${command} --help shows what it takes.`,
    cause: error,
  });
}
