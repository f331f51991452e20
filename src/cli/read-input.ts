import type { Context } from '../core/context.ts';
import { BbxError } from '../core/errors.ts';
import type { Operation } from '../core/operation.ts';
import { type Field, fieldsOf } from '../core/operation-fields.ts';
import { bodyFields } from './body-fields.ts';
import type { Arguments } from './command-line.ts';
import { flagName } from './flags.ts';
import { readItems } from './read-items.ts';
import { readText } from './read-text.ts';
import { argumentTitle, usageOf } from './usage.ts';

/**
 * Makes an operation's input of a command line: each field from its argument or flag.
 * @throws BbxError USAGE for what cannot be read, or twice from standard input, FILE for a file that is named and unreadable
 */
export async function readInput(
  operation: Operation,
  { values, rest }: Arguments,
  context: Context,
): Promise<Record<string, unknown>> {
  refuseTwoReaders(operation, values);
  const input: Record<string, unknown> = {};
  for (const field of fieldsOf(operation)) {
    const value = field.rest ? whenAny(rest) : await fieldValue(field, values, context);
    if (value !== undefined) input[field.name] = value;
    else if (field.required) throw missing(operation, field);
  }
  return input;
}

/** Standard input can be read once. */
function refuseTwoReaders(operation: Operation, values: Arguments['values']): void {
  const readers = fieldsOf(operation)
    .filter(({ name, kind }) => kind === 'items' || kind === 'json' || name.endsWith('File'))
    .map(({ name }) => flagName(name))
    .filter((flag) => values[flag] === '-');
  if (readers.length < 2) return;
  const flags = readers.map((flag) => `--${flag} -`).join(' and ');
  throw new BbxError('USAGE', `${flags} both read standard input.`, {
    hint: 'Give one of them as a file.',
  });
}

function missing(operation: Operation, field: Field): BbxError {
  const title = field.position === undefined ? `--${flagName(field.name)}` : argumentTitle(field);
  return new BbxError('USAGE', `${title} is missing.`, {
    hint: `Usage: bbx ${usageOf(operation)}. bbx ${operation.name} --help tells the rest.`,
  });
}

const whenAny = (rest: readonly string[]) => (rest.length > 0 ? rest : undefined);

async function fieldValue(
  field: Field,
  values: Arguments['values'],
  context: Context,
): Promise<unknown> {
  const placed = field.position === undefined ? undefined : values[field.argument];
  const flag = flagName(field.name);
  if (placed !== undefined && field.argument !== flag && values[flag] !== undefined) {
    throw new BbxError('USAGE', `${argumentTitle(field)} is given twice: also with --${flag}.`, {
      hint: 'Give it once.',
    });
  }
  const given = placed ?? values[flag];
  if (field.kind === 'json') return await jsonOf(given, values, context);
  if (field.kind === 'items') return typeof given === 'string' ? await readItems(given) : undefined;
  if (field.kind === 'record') return given === undefined ? undefined : pairs(words(given), field);
  return given;
}

async function jsonOf(
  given: unknown,
  values: Arguments['values'],
  context: Context,
): Promise<unknown> {
  const [raw, typed] = [words(values['raw-field']), words(values.field)];
  if (raw.length + typed.length === 0) {
    return typeof given === 'string' ? await jsonText(given) : undefined;
  }
  if (given !== undefined) {
    throw new BbxError('USAGE', 'The body is given twice: with --body and with fields.', {
      hint: 'Use --body alone, or -f and -F alone.',
    });
  }
  return await bodyFields(raw, typed, context);
}

async function jsonText(given: string): Promise<unknown> {
  const fromFile = given === '-' || given.startsWith('@');
  const text = fromFile ? await readText(given === '-' ? '-' : given.slice(1)) : given;
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BbxError('USAGE', `The body is no JSON: ${why}`, {
      hint: 'Quote it for the shell (-b \'{"title": "x"}\'), or build it with -f key=value.',
    });
  }
}

/** key=value pairs, where a key may repeat, or one JSON object. */
function pairs(given: readonly string[], { name }: Field): Record<string, unknown> {
  // A Map: "constructor" and "__proto__" are names like others.
  const record = new Map<string, unknown[]>();
  for (const text of given) {
    for (const [key, value] of text.startsWith('{') ? entries(text, name) : [pair(text, name)]) {
      record.set(key, [...(record.get(key) ?? []), ...[value].flat()]);
    }
  }
  return Object.fromEntries(
    [...record].map(([key, all]) => [key, all.length === 1 ? all[0] : all]),
  );
}

function pair(text: string, name: string): [string, unknown] {
  const [, key = '', value = ''] = /^([^=]+)=([\s\S]*)$/.exec(text) ?? [];
  // gh's -q takes a filter, whose signs no name holds.
  if (key !== '' && !/[[\]{}|?*]|^\./.test(key)) return [key, value];
  throw new BbxError('USAGE', `Not a pair: ${JSON.stringify(text)} for --${flagName(name)}.`, {
    hint: 'Give it as key=value, or all together as one JSON object. A filter goes to --jq.',
  });
}

function entries(text: string, name: string): [string, unknown][] {
  try {
    return Object.entries(JSON.parse(text));
  } catch (cause) {
    throw new BbxError('USAGE', `--${flagName(name)} is no JSON object: ${text.slice(0, 80)}`, {
      hint: 'Give it as {"key": "value"}, or as key=value.',
      cause,
    });
  }
}

const words = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
