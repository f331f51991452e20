import { isJsonObject, type JsonObject } from '../core/bitbucket/json-object.ts';
import { BbxError } from '../core/errors.ts';
import type { Operation } from '../core/operation.ts';
import { type Field, type FieldKind, fieldsOf } from '../core/operation-fields.ts';
import type { Tool } from './tool-for.ts';
import { meantBy, understood } from './understood.ts';

/** What an agent asked for: the operation's input, and how it wants the answer. */
export interface ToolArguments {
  readonly input: Readonly<Record<string, unknown>>;
  readonly jq: string | undefined;
  readonly outputFormat: 'toon' | 'json' | undefined;
  readonly full: boolean;
  readonly offset: number;
  /** Only the lines that fit this regular expression. */
  readonly grep?: string | undefined;
  /** Only this file of a diff, or those that a glob fits. */
  readonly file?: string | undefined;
  /** The most lines of a text. */
  readonly lines?: number | undefined;
  /** What an earlier answer gave for confirming. */
  readonly digest?: string | undefined;
  /** Only the preview is wanted. */
  readonly dryRun?: boolean;
}

/**
 * Takes a call's arguments apart. What is plainly meant is taken (`meantBy`), and null for an
 * argument that is left away.
 * @throws BbxError USAGE that names the argument that is unknown or of the wrong kind, and what is
 *   accepted, so that a model can repair its call
 */
export function readArguments(operation: Operation, tool: Tool, given: JsonObject): ToolArguments {
  const known = Object.keys(tool.inputSchema.properties);
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw usage(`${tool.name} has no argument ${unknown.join(', ')}.`, accepted(tool));
  }
  // Who names the preview does not mean to send: nothing there is no "no".
  if (given.dryRun === null || given.dryRun === '') {
    throw unfit(tool, 'dryRun', 'boolean', given.dryRun);
  }
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  const read = <T>(name: string, kind: FieldKind, fits: (value: unknown) => value is T) => {
    const value = present[name] === '' ? undefined : present[name];
    if (value === undefined) return undefined;
    const meant = understood(kind, value);
    if (fits(meant)) return meant;
    throw unfit(tool, name, kind, value);
  };
  const input = readInput(operation, tool, present);
  return {
    input,
    jq: read('jq', 'string', isText),
    outputFormat: read('outputFormat', 'enum', (value) => value === 'toon' || value === 'json'),
    full: read('full', 'boolean', (value) => typeof value === 'boolean') ?? false,
    offset: read('offset', 'integer', isOffset) ?? 0,
    grep: read('grep', 'string', isText),
    file: read('file', 'string', isText),
    lines: known.includes('grep') ? mostLines(input) : undefined,
    digest: read('digest', 'string', isText),
    dryRun: read('dryRun', 'boolean', (value) => typeof value === 'boolean') ?? false,
  };
}

function readInput(operation: Operation, tool: Tool, given: JsonObject): JsonObject {
  const fields = fieldsOf(operation).filter((field) => !field.terminalOnly);
  const missing = fields.filter(({ name, required }) => required && given[name] === undefined);
  if (missing.length > 0) {
    throw usage(`${missing.map(({ name }) => name).join(', ')} is missing.`, accepted(tool));
  }
  const values = fields
    .filter(({ name }) => given[name] !== undefined)
    .map((field) => [field.name, readField(tool, field, given[field.name])]);
  return Object.fromEntries(values);
}

function readField(tool: Tool, field: Field, value: unknown): unknown {
  const { name, kind } = field;
  const meant = meantBy(field, value);
  if (!FITS[kind](meant)) throw unfit(tool, name, kind, value);
  return kind === 'record' && isJsonObject(meant) ? withoutNulls(meant) : meant;
}

const isOffset = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value);

const isText = (value: unknown): value is string => typeof value === 'string';

/** What limits the values of a list limits the lines of a text, too. */
function mostLines({ limit }: JsonObject): number | undefined {
  if (typeof limit !== 'number') return undefined;
  if (limit < 1) throw usage('limit must be at least 1.', 'Leave it away to read on.');
  return limit;
}

const FITS: Readonly<Record<FieldKind, (value: unknown) => boolean>> = {
  string: isText,
  enum: isText,
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  list: (value) => Array.isArray(value) && value.every(isText),
  record: isJsonObject,
  json: (value) => typeof value === 'object',
  items: Array.isArray,
};

const KIND_WORDS: Readonly<Record<FieldKind, string>> = {
  string: 'text',
  enum: 'one of its values',
  integer: 'a whole number',
  boolean: 'true or false',
  list: 'a list',
  record: 'an object',
  json: 'a JSON object or list',
  items: 'a list of objects',
};

const withoutNulls = (record: JsonObject) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));

function unfit(tool: Tool, name: string, kind: FieldKind, value: unknown): BbxError {
  const shown = JSON.stringify(value).slice(0, 60);
  const { description, enum: values } = tool.inputSchema.properties[name] ?? {};
  const words = Array.isArray(values) ? `one of ${values.join(', ')}` : KIND_WORDS[kind];
  return usage(`${name} must be ${words}, not ${shown}.`, `${name}: ${String(description)}.`);
}

/** The arguments that there are. */
export const accepted = (tool: Tool): string =>
  `Accepted: ${Object.keys(tool.inputSchema.properties).join(', ')}.`;

const usage = (message: string, hint: string) => new BbxError('USAGE', message, { hint });
