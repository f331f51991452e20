import * as z from 'zod/mini';
import { BbxError } from './errors.ts';

/** Mistakes that one error names; it says how many more there are. */
const MOST_NAMED = 3;

/**
 * Checks an input against an operation's schema.
 * @throws BbxError USAGE that names each field, or the item of a list and the field in it, and what
 *   is accepted there
 */
export function parseInput<Shape extends z.core.$ZodShape>(
  input: z.ZodMiniObject<Shape, z.core.$strict>,
  value: unknown,
): z.output<z.ZodMiniObject<Shape, z.core.$strict>> {
  const parsed = z.safeParse(input, value);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const said = [...new Set(issues.map((issue) => sentence(issue, value)))];
  const more = said.length > MOST_NAMED ? `; and ${said.length - MOST_NAMED} more mistakes` : '';
  const { shape } = input._zod.def;
  const item = inSameList(issues, shape);
  throw new BbxError('USAGE', `${said.slice(0, MOST_NAMED).join('; ')}${more}.`, {
    hint: item
      ? `An item has ${Object.keys(item).join(', ')}.`
      : `Accepted: ${Object.keys(shape).join(', ')}.`,
  });
}

function sentence(issue: z.core.$ZodIssue, value: unknown): string {
  const name = nameOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const inside = issue.path.length > 0;
    return `${inside ? `${name}: unknown field` : 'unknown argument'} ${issue.keys.join(', ')}`;
  }
  if (issue.code === 'too_small') return `${name} must be at least ${issue.minimum}`;
  if (issue.code === 'invalid_value') return `${name} must be one of ${issue.values.join(', ')}`;
  if (isMissing(value, issue.path)) return `${name} is missing`;
  if (issue.code === 'invalid_type')
    return `${name} must be ${ARTICLE[issue.expected] ?? issue.expected}`;
  return `${name || 'the input'} is not of the right kind`;
}

/** Items are counted from one, as in the answer of the operation. */
function nameOf([field, item, ...inner]: readonly PropertyKey[]): string {
  if (typeof item !== 'number') return [field, item, ...inner].filter(isGiven).join('.');
  const place = `${String(field)}, item ${item + 1}`;
  return inner.length > 0 ? `${place}: ${inner.join('.')}` : place;
}

const isGiven = (part: PropertyKey | undefined) => part !== undefined;

/** Whether the last name of the path is absent from an object that is there. */
function isMissing(value: unknown, path: readonly PropertyKey[]): boolean {
  let inner = value;
  for (const part of path) {
    if (typeof inner !== 'object' || inner === null) return false;
    if (!Object.hasOwn(inner, part)) return true;
    inner = new Map<PropertyKey, unknown>(Object.entries(inner)).get(String(part));
  }
  return false;
}

/** The fields of a list's objects, where all mistakes are in those. */
function inSameList(
  issues: readonly z.core.$ZodIssue[],
  shape: z.core.$ZodShape,
): object | undefined {
  const [first] = issues;
  const field = String(first?.path[0]);
  const inside = issues.every(({ path }) => path[0] === field && typeof path[1] === 'number');
  return inside ? itemShape(shape[field]) : undefined;
}

function itemShape(schema: unknown): object | undefined {
  const def = defOf(schema);
  if (def === undefined) return undefined;
  if ('shape' in def && typeof def.shape === 'object' && def.shape) return def.shape;
  if ('element' in def) return itemShape(def.element);
  return 'innerType' in def ? itemShape(def.innerType) : undefined;
}

const defOf = (schema: unknown): object | undefined =>
  typeof schema === 'object' && schema !== null && '_zod' in schema
    ? Object.assign({ def: undefined }, schema._zod).def
    : undefined;

const ARTICLE: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};
