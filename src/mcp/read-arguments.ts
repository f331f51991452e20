import { BbxError } from '../core/errors.ts';
import type { Operation } from '../core/operation.ts';
import { fieldsOf } from '../core/operation-fields.ts';
import type { Tool } from './tool-for.ts';

/** What an agent asked for: the operation's input, and how it wants the answer. */
export interface ToolArguments {
  readonly input: Readonly<Record<string, unknown>>;
  readonly jq: string | undefined;
  readonly outputFormat: 'toon' | 'json' | undefined;
  readonly full: boolean;
  readonly offset: number;
}

/**
 * Takes a call's arguments apart.
 * @throws BbxError USAGE that names an unknown argument and those there are, so that a model can
 *   repair its call
 */
export function readArguments(
  operation: Operation,
  tool: Tool,
  given: Readonly<Record<string, unknown>>,
): ToolArguments {
  const known = Object.keys(tool.inputSchema.properties);
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new BbxError('USAGE', `${tool.name} has no argument ${unknown.join(', ')}.`, {
      hint: `Accepted: ${known.join(', ')}.`,
    });
  }
  const fields = fieldsOf(operation).filter(
    ({ name }) => given[name] !== undefined && given[name] !== null,
  );
  const input = fields.map(({ name, kind }) => [
    name,
    kind === 'json' || kind === 'record' ? unquoted(given[name]) : given[name],
  ]);
  return {
    input: Object.fromEntries(input),
    jq: optional(given, 'jq', (value) => typeof value === 'string'),
    outputFormat: optional(given, 'outputFormat', (value) => value === 'toon' || value === 'json'),
    full: optional(given, 'full', (value) => typeof value === 'boolean') ?? false,
    offset: optional(given, 'offset', isOffset) ?? 0,
  };
}

const isOffset = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0;

function optional<T>(
  given: Readonly<Record<string, unknown>>,
  name: string,
  fits: (value: unknown) => value is T,
): T | undefined {
  const value = given[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (fits(value)) return value;
  throw new BbxError('USAGE', `${name} cannot be ${JSON.stringify(value).slice(0, 60)}.`, {
    hint: 'See its description in the tool list.',
  });
}

/** Some clients and models put an object into a string; what is meant is plain. */
function unquoted(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
