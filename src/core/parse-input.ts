import * as z from 'zod/mini';
import { BbxError } from './errors.ts';

/**
 * Checks an input against an operation's schema.
 * @throws BbxError USAGE that names the field and, for an unknown one, those there are
 */
export function parseInput<Shape extends z.core.$ZodShape>(
  input: z.ZodMiniObject<Shape, z.core.$strict>,
  value: unknown,
): z.output<z.ZodMiniObject<Shape, z.core.$strict>> {
  const parsed = z.safeParse(input, value);
  if (parsed.success) return parsed.data;
  const known = Object.keys(input._zod.def.shape);
  const said = parsed.error.issues.map((issue) => sentence(issue, value));
  throw new BbxError('USAGE', `${[...new Set(said)].slice(0, 3).join('; ')}.`, {
    hint: `Accepted: ${known.join(', ')}.`,
  });
}

function sentence(issue: z.core.$ZodIssue, value: unknown): string {
  const name = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') return `unknown argument ${issue.keys.join(', ')}`;
  if (issue.code === 'too_small') return `${name} must be at least ${issue.minimum}`;
  if (issue.code === 'invalid_value') return `${name} must be one of ${issue.values.join(', ')}`;
  if (isMissing(value, issue.path)) return `${name} is missing`;
  if (issue.code === 'invalid_type')
    return `${name} must be ${ARTICLE[issue.expected] ?? issue.expected}`;
  return `${name || 'the input'} is not of the right kind`;
}

const isMissing = (value: unknown, [first]: readonly PropertyKey[]) =>
  first !== undefined && typeof value === 'object' && value !== null && !(first in value);

const ARTICLE: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  record: 'an object',
};
