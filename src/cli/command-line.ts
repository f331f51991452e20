import { parseArgs } from 'node:util';
import { type Usage, usageError } from './usage-error.ts';

/** A flag as data: what oclif's help reads, and what a command line is read by. */
export interface Flag {
  readonly type: 'boolean' | 'option';
  readonly description: string;
  /** The one-letter form. */
  readonly char?: string;
  /** Other long names. */
  readonly aliases?: readonly string[];
  /** The only values that it takes. */
  readonly options?: readonly string[];
  /** What help calls its value. */
  readonly helpValue?: string;
  readonly multiple?: boolean;
  /** Given twice it is refused, where otherwise the last one counts. */
  readonly once?: boolean;
  readonly hidden?: boolean;
  /** The least whole number that it takes, for a flag that takes one. */
  readonly atLeast?: number;
  /** The greatest, likewise. */
  readonly atMost?: number;
}

/** An argument by position, likewise. */
export interface Arg {
  readonly description: string;
  readonly required: boolean;
  /** Takes all the words that are left. */
  readonly many?: boolean;
}

/** What a command takes. */
export interface Grammar extends Usage {
  readonly flags: Readonly<Record<string, Flag>>;
  readonly args: Readonly<Record<string, Arg>>;
  /** Whether what follows -- is the command's own to pass on. */
  readonly rest: boolean;
}

/** A command line, read but not yet understood. */
export interface Arguments {
  /** Flags and arguments by their names. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What followed --. */
  readonly rest: readonly string[];
}

/**
 * Reads a command line with Node's parser. oclif's own would do it too, but loading that costs as
 * much as the rest of a request.
 * @throws BbxError USAGE
 */
export function readCommandLine(argv: readonly string[], grammar: Grammar): Arguments {
  const end = grammar.rest ? argv.indexOf('--') : -1;
  const own = end < 0 ? argv : argv.slice(0, end);
  const { values, positionals } = parsed(own, grammar);
  const flags = Object.entries(values).map(([name, value]) => flagValue(name, value, grammar));
  const byPlace = placed(positionals, grammar);
  const twice = Object.keys(byPlace).find((name) => Object.hasOwn(values, name));
  if (twice !== undefined) {
    throw usageError(`${twice.toUpperCase()} is given twice: also with --${twice}`, grammar);
  }
  return {
    values: { ...Object.fromEntries(flags), ...byPlace },
    rest: end < 0 ? [] : argv.slice(end + 1),
  };
}

function parsed(own: readonly string[], grammar: Grammar) {
  const entries = Object.entries(grammar.flags).flatMap(([name, flag]) => {
    const option = {
      type: flag.type === 'boolean' ? ('boolean' as const) : ('string' as const),
      multiple: flag.multiple === true,
    };
    const others = (flag.aliases ?? []).map((alias) => [alias, option] as const);
    return [[name, flag.char ? { ...option, short: flag.char } : option] as const, ...others];
  });
  const args = own.map(withoutSign);
  const options = Object.fromEntries(entries);
  try {
    const found = parseArgs({ args, options, allowPositionals: true, strict: true, tokens: true });
    const names = found.tokens.flatMap((token) => (token.kind === 'option' ? token.name : []));
    const again = names.find((name, at) => grammar.flags[name]?.once && names.indexOf(name) < at);
    if (again !== undefined) throw new Error(`--${again} is given twice`);
    return found;
  } catch (error) {
    throw usageError(error, grammar);
  }
}

/** -o=json is -ojson: gh takes it, and Node's parser would take the sign for a part of the value. */
const withoutSign = (word: string) => word.replace(/^(-[A-Za-z])=(?=.)/, '$1');

function flagValue(given: string, value: unknown, grammar: Grammar): [string, unknown] {
  const name = given in grammar.flags ? given : (aliasOf(given, grammar) ?? given);
  const { options, atLeast, atMost = Number.POSITIVE_INFINITY } = grammar.flags[name] ?? {};
  if (options && !options.includes(String(value))) {
    throw usageError(
      `--${name} cannot be ${String(value) || 'empty'}: it takes ${options.join(', ')}`,
      grammar,
    );
  }
  if (atLeast === undefined) return [name, value];
  const number = /^\d{1,15}$/.test(String(value)) ? Number(value) : Number.NaN;
  if (number >= atLeast && number <= atMost) return [name, number];
  const most = Number.isFinite(atMost) ? ` and at most ${atMost}` : '';
  const words = `a whole number, at least ${atLeast}${most}`;
  throw usageError(`--${name} cannot be ${String(value)}: it takes ${words}`, grammar);
}

const aliasOf = (alias: string, { flags }: Grammar) =>
  Object.keys(flags).find((name) => flags[name]?.aliases?.includes(alias));

function placed(words: readonly string[], grammar: Grammar): Record<string, unknown> {
  const names = Object.keys(grammar.args);
  const last = names.at(-1);
  if (last !== undefined && grammar.args[last]?.many && words.length >= names.length) {
    const single = names.slice(0, -1).map((name, at) => [name, words[at]]);
    return { ...Object.fromEntries(single), [last]: words.slice(single.length) };
  }
  const stray = words[names.length];
  if (stray !== undefined) throw usageError(`Unexpected argument: ${stray}`, grammar);
  return Object.fromEntries(words.map((word, at) => [names[at] ?? '', word]));
}
