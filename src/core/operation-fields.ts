import * as z from 'zod/mini';
import type { Operation } from './operation.ts';

/** How a field is given: as one word, several, a switch, key=value pairs, JSON, or a list of objects. */
export type FieldKind =
  | 'string'
  | 'integer'
  | 'boolean'
  | 'enum'
  | 'list'
  | 'record'
  | 'json'
  | 'items';

/** One field of an object in a list: of a simple kind, and given in JSON alone. */
export type ItemField = Pick<Field, 'name' | 'kind' | 'description' | 'required' | 'options'>;

/** One field of an operation's input, as both doors need it. */
export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  readonly description: string;
  readonly required: boolean;
  /** The values of an enum. */
  readonly options: readonly string[];
  /** The fields of each object in a list of objects. */
  readonly items: readonly ItemField[];
  /** Place on the command line, or undefined. */
  readonly position: number | undefined;
  /** What the command line calls it by position. */
  readonly argument: string;
  readonly short: string | undefined;
  readonly terminalOnly: boolean;
  /** Takes what follows --, and is no flag. */
  readonly rest: boolean;
}

/**
 * Lists the fields of an operation's input.
 * @throws Error for a schema that is not flat: flags and tools could not be made of it
 */
export function fieldsOf(operation: Operation): Field[] {
  const { positional = [], terminalOnly = [], input } = operation;
  const short: Readonly<Record<string, string | undefined>> = operation.short ?? {};
  const argumentNames: Readonly<Record<string, string | undefined>> = operation.argumentNames ?? {};
  return Object.entries(input._zod.def.shape).map(([name, schema]) => {
    const { kind, options, required, items } = kindOf(schema, name);
    const position = positional.indexOf(name);
    return {
      name,
      kind,
      options,
      required,
      items,
      description: descriptionOf(schema),
      position: position < 0 ? undefined : position,
      argument: argumentNames[name] ?? name,
      short: short[name],
      terminalOnly: terminalOnly.includes(name),
      rest: operation.rest === name,
    };
  });
}

/** The words stand on the field, or on what it wraps. */
function descriptionOf(schema: z.core.$ZodType): string {
  const inner = wrapped(schema);
  return z.globalRegistry.get(schema)?.description ?? (inner ? descriptionOf(inner) : '');
}

interface Kind {
  readonly kind: FieldKind;
  readonly options: readonly string[];
  readonly required: boolean;
  readonly items: readonly ItemField[];
}

function kindOf(schema: z.core.$ZodType, name: string): Kind {
  const inner = wrapped(schema);
  if (inner) return { ...kindOf(inner, name), required: false };
  const { def } = schema._zod;
  const options = def.type === 'enum' && 'entries' in def ? Object.keys(Object(def.entries)) : [];
  const ofUnknown =
    def.type === 'record' && 'valueType' in def && typeOf(def.valueType) === 'unknown';
  const items = itemsOf(schema);
  const kind = items ? 'items' : ofUnknown ? 'json' : KINDS[def.type];
  if (kind) return { kind, options, required: true, items: items ?? [] };
  throw new Error(`The field ${name} is of a kind that cannot be a flag.`);
}

function itemsOf({ _zod: { def } }: z.core.$ZodType): ItemField[] | undefined {
  const element = def.type === 'array' && 'element' in def ? def.element : undefined;
  if (!isSchema(element) || element._zod.def.type !== 'object') return undefined;
  const shape = 'shape' in element._zod.def ? Object.entries(Object(element._zod.def.shape)) : [];
  return shape.flatMap(([name, schema]) =>
    isSchema(schema) ? [{ ...kindOf(schema, name), name, description: descriptionOf(schema) }] : [],
  );
}

/** By zod's names of types; reading them costs less than its classes, which load with all of zod. */
const KINDS: Readonly<Record<string, FieldKind | undefined>> = {
  string: 'string',
  number: 'integer',
  boolean: 'boolean',
  enum: 'enum',
  array: 'list',
  record: 'record',
  union: 'json',
};

const WRAPPING: ReadonlySet<string> = new Set(['optional', 'nullable', 'default']);

/** What an optional field, one that may be null, or one with a default wraps. */
function wrapped(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  const { def } = schema._zod;
  const wraps = WRAPPING.has(def.type);
  return wraps && 'innerType' in def && isSchema(def.innerType) ? def.innerType : undefined;
}

const isSchema = (value: unknown): value is z.core.$ZodType =>
  typeof value === 'object' && value !== null && '_zod' in value;

const typeOf = (value: unknown) => (isSchema(value) ? value._zod.def.type : undefined);
