import type { Operation } from '../core/operation.ts';
import type { Field } from '../core/operation-fields.ts';
import { fieldsOf } from '../core/operation-fields.ts';
import { bodyFlags } from './body-flags.ts';
import type { Arg, Flag } from './command-line.ts';
import { VALUE_NAMES } from './value-names.ts';

type Flags = Record<string, Flag>;

const timeout: Flag = {
  type: 'option',
  atLeast: 1,
  // A day; timers of Node end at 24 days, and fire at once beyond.
  atMost: 86_400,
  description: 'Seconds that the whole exchange may take',
  helpValue: 'SECONDS',
};

/** A whole job is several exchanges, and each has the time for itself. */
const EACH = 'Seconds that each exchange may take';

/** Flags that every operation's command has, whatever the operation. */
const commonFlags: Flags = {
  output: {
    type: 'option',
    char: 'o',
    aliases: ['output-format'],
    options: ['table', 'json', 'toon', 'raw'],
    description: 'Format: table, json, toon or raw (default: table on a terminal, json on a pipe)',
    helpValue: 'FORMAT',
  },
  jq: {
    type: 'option',
    description: 'JMESPath expression that picks from the answer, before it is formatted',
    helpValue: 'EXPR',
  },
  save: { type: 'option', description: 'Write the answer to this file', helpValue: 'FILE' },
  profile: {
    type: 'option',
    description: 'Sign in as this profile (default: by the git remote, else the current one)',
    helpValue: 'NAME',
  },
  timeout,
  debug: {
    type: 'boolean',
    description: 'Show requests and answers on stderr, credentials masked',
  },
};

/** Flags for what takes an API path, which stands first. */
const pathFlags: Flags = {
  include: {
    type: 'boolean',
    char: 'i',
    description: 'Show the status and the headers of the answer first',
  },
  repo: {
    type: 'option',
    char: 'R',
    description: 'Repository for {workspace}, {repo_slug} and ./ (default: from the git remote)',
    helpValue: '[WORKSPACE/]REPO',
  },
};

/** Flags for operations that change something, by what they do. */
const dryRun: Flag = {
  type: 'boolean',
  char: 'n',
  description: 'Show what would be sent, and send nothing',
};
const yes: Flag = { type: 'boolean', char: 'y', description: 'Do not ask' };

/** All flags of an operation's command. */
export function flagsFor(operation: Operation): Flags {
  const fields = fieldsOf(operation).filter((field) => !field.rest);
  const takesPath = fields.some(({ name, position }) => name === 'path' && position === 0);
  return {
    ...Object.assign({}, ...fields.map(flagsOf)),
    ...(operation.preview && operation.effect !== 'read' && { 'dry-run': dryRun }),
    ...((operation.effect === 'destructive' || operation.asks) && { yes }),
    ...(takesPath && pathFlags),
    ...commonFlags,
    ...(!takesPath && { timeout: { ...timeout, description: EACH } }),
  };
}

/** The arguments by position. Each can also be given as a flag, so only help requires any. */
export function argsFor(operation: Operation): Record<string, Arg> {
  const placed = fieldsOf(operation).filter((field) => field.position !== undefined);
  return Object.fromEntries(
    placed
      .sort((a, b) => (a.position ?? 0) - (b.position ?? 0))
      .map(({ argument, description, required, kind }) => [
        argument,
        { description, required, many: kind === 'list' },
      ]),
  );
}

/** "queryParams" as a flag: query-params. */
export const flagName = (field: string): string =>
  field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function flagsOf(field: Field): Flags {
  const { kind, description, options, position, short } = field;
  const flag = flagName(field.name);
  const helpValue = VALUE_NAMES[field.name] ?? (kind === 'integer' ? 'N' : flag.toUpperCase());
  const common = { description, hidden: position !== undefined, ...(short && { char: short }) };
  if (kind === 'boolean') return { [flag]: { type: 'boolean', ...common } };
  if (kind === 'json') return bodyFlags(flag, common);
  const option = { type: 'option' as const, ...common, helpValue };
  if (kind === 'integer') return { [flag]: { ...option, atLeast: 1 } };
  if (kind === 'enum') {
    return { [flag]: { ...option, options, description: withOptions(description, options) } };
  }
  if (kind === 'list') return { [flag]: { ...option, multiple: true } };
  if (kind === 'items') {
    const names = field.items.map(({ name }) => name).join(', ');
    const words = `${description}: a file of JSON or NDJSON, or - for standard input, with objects of ${names}`;
    return { [flag]: { ...option, helpValue: 'FILE', description: words } };
  }
  if (kind === 'record') return { [flag]: { ...option, ...pairsFlag(description) } };
  return { [flag]: option };
}

/** Agents get the values with the schema; people read them here, unless the words hold them. */
function withOptions(description: string, options: readonly string[]): string {
  const said = description.toLowerCase();
  const known = options.every((option) => said.includes(option.toLowerCase()));
  return known ? description : `${description}; ${options.join(', ')}`;
}

const pairsFlag = (description: string) => ({
  multiple: true,
  helpValue: 'KEY=VALUE',
  description: `${description}; as KEY=VALUE, repeatable, or as JSON`,
});
