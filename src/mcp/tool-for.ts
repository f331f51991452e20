import type { Effect, Operation } from '../core/operation.ts';
import { type Field, fieldsOf, type ItemField } from '../core/operation-fields.ts';
import { isConfirmed } from './confirm/plan-to-confirm.ts';
import type { Policy } from './policy/policy.ts';
import { toolName } from './tool-name.ts';

/** JSON Schema of one argument; types and words only, since each word costs tokens in every chat. */
interface Schema {
  [word: string]: Json;
}

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** An operation as agents see it. */
export interface Tool {
  readonly name: string;
  /** What a client shows its user, in a question on a call say. */
  readonly title: string;
  readonly description: string;
  readonly inputSchema: {
    readonly type: 'object';
    readonly properties: Record<string, Schema>;
    readonly required: string[];
    readonly additionalProperties: false;
  };
  readonly annotations: Readonly<Record<string, boolean>>;
}

/** Arguments that shape the answer, and are the same for every tool that has one of data. */
const shaping = (effect: Effect): Readonly<Record<string, Schema>> => ({
  jq: {
    type: 'string',
    description: `JMESPath${effect === 'read' ? ', as values[].{id: id, title: title}' : ''}`,
  },
  outputFormat: { type: 'string', enum: ['toon', 'json'], description: 'Default: the shorter' },
});

const CONFIRM: Readonly<Record<string, Schema>> = {
  digest: {
    type: 'string',
    description: 'From the preview',
  },
};

const PREVIEW: Readonly<Record<string, Schema>> = {
  dryRun: { type: 'boolean', description: 'Show what would be sent, and send nothing' },
};

/** For what has copies and addresses in it. */
const WHOLE: Readonly<Record<string, Schema>> = {
  full: { type: 'boolean', description: 'Also links, avatars, rendered copies' },
};

/** For the tool that reads on in what was cut, and picks from what is long. */
const READING: Readonly<Record<string, Schema>> = {
  offset: {
    type: 'integer',
    description: 'Where text goes on, limit: lines of it; negative: from its end',
  },
  grep: { type: 'string', description: 'Only lines that fit this regex' },
  file: { type: 'string', description: 'Only this path or glob of a diff' },
};

/** The tools that read on in kept answers, the one that is preferred first. */
export const READERS = ['bb_get', 'bb_read'] as const;

/** Derives the tool of an operation: its name, words, schema and hints. */
export function toolFor(
  operation: Operation,
  { confirm }: Pick<Policy, 'confirm'> = { confirm: 'destructive' },
): Tool {
  const fields = fieldsOf(operation).filter((field) => !field.terminalOnly);
  const own = Object.fromEntries(fields.map((field) => [field.name, schemaOf(field)]));
  const name = toolName(operation);
  const [both, only] = READERS;
  const confirmed = isConfirmed(operation, confirm);
  // What was kept has its form already.
  const shaped = operation.additive || name === only ? {} : shaping(operation.effect);
  const whole = operation.effect === 'read' && name !== only ? WHOLE : {};
  const reading = name === both || name === only ? READING : {};
  const preview = { ...(operation.agentsPreview && PREVIEW), ...(confirmed && CONFIRM) };
  return {
    name,
    title: operation.summary,
    description: [operation.description, operation.forAgents].filter(Boolean).join(' '),
    inputSchema: {
      type: 'object',
      properties: { ...own, ...preview, ...shaped, ...whole, ...reading },
      required: fields.filter((field) => field.required).map((field) => field.name),
      additionalProperties: false,
    },
    annotations: annotationsOf(operation),
  };
}

/** A tool that may overwrite is destructive too: merge and repository settings are POST and PUT. */
function annotationsOf({ effect, idempotent, additive }: Operation) {
  if (effect === 'read') {
    return {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: true,
    };
  }
  return {
    readOnlyHint: false,
    destructiveHint: !additive,
    idempotentHint: idempotent === true,
    openWorldHint: true,
  };
}

function schemaOf({ kind, description, options, items }: Field): Schema {
  if (kind === 'items') return { type: 'array', items: itemSchema(items), description };
  return ofKind({ kind, description, options });
}

const itemSchema = (items: readonly ItemField[]): Schema => ({
  type: 'object',
  properties: Object.fromEntries(items.map((item) => [item.name, ofKind(item)])),
  required: items.filter(({ required }) => required).map(({ name }) => name),
  additionalProperties: false,
});

function ofKind({ kind, description, options }: Pick<Field, 'kind' | 'description' | 'options'>) {
  return { ...TYPES[kind], ...(kind === 'enum' && { enum: [...options] }), description };
}

const TYPES: Readonly<Record<Field['kind'], Schema>> = {
  string: { type: 'string' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  enum: { type: 'string' },
  list: { type: 'array', items: { type: 'string' } },
  items: { type: 'array', items: {} },
  record: { type: 'object', additionalProperties: {} },
  json: {
    anyOf: [
      { type: 'object', additionalProperties: {} },
      { type: 'array', items: {} },
    ],
  },
};
