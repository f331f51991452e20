import { string as arg } from '@oclif/core/args';
import { boolean, integer, option, string } from '@oclif/core/flags';
import type {
  AlphabetLowercase,
  AlphabetUppercase,
  ArgInput,
  FlagInput,
} from '@oclif/core/interfaces';
import type { Operation } from '../core/operation.ts';
import type { Field } from '../core/operation-fields.ts';
import { fieldsOf } from '../core/operation-fields.ts';

/** Flags that every operation's command has, whatever the operation. */
const commonFlags = {
  output: option({
    char: 'o',
    aliases: ['output-format'],
    options: ['table', 'json', 'toon', 'raw'] as const,
    description: 'Format of the answer (default: table on a terminal, json on a pipe)',
  })(),
  jq: string({
    description: 'JMESPath expression that picks from the answer, before it is formatted',
    helpValue: 'EXPR',
  }),
  save: string({ description: 'Write the answer to this file', helpValue: 'FILE' }),
  timeout: integer({
    min: 1,
    description: 'Seconds that the whole exchange may take',
    helpValue: 'SECONDS',
  }),
  debug: boolean({ description: 'Show requests and answers on stderr, credentials masked' }),
};

/** Flags for what takes an API path. */
const pathFlags = {
  include: boolean({
    char: 'i',
    description: 'Show the status and the headers of the answer first',
  }),
  repo: string({
    char: 'R',
    description: 'Repository for {workspace}, {repo_slug} and ./ (default: from the git remote)',
    helpValue: '[WORKSPACE/]REPO',
  }),
};

/** Flags for operations that change something, by what they do. */
const dryRun = boolean({ char: 'n', description: 'Show what would be sent, and send nothing' });
const yes = boolean({ char: 'y', description: 'Do not ask' });

/** All flags of an operation's command, as oclif defines flags. */
export function flagsFor(operation: Operation): FlagInput {
  const fields = fieldsOf(operation).filter((field) => !field.rest);
  return {
    ...Object.assign({}, ...fields.map(flagsOf)),
    ...(operation.preview && operation.effect !== 'read' && { 'dry-run': dryRun }),
    ...(operation.effect === 'destructive' && { yes }),
    ...(fields.some(({ name }) => name === 'path') && pathFlags),
    ...commonFlags,
  };
}

/**
 * The arguments by position. Each can also be given as a flag, so the parser requires none; help
 * tells which there have to be.
 */
export function argsFor(operation: Operation, use: 'parsed' | 'described' = 'parsed'): ArgInput {
  const placed = fieldsOf(operation).filter((field) => field.position !== undefined);
  return Object.fromEntries(
    placed
      .sort((a, b) => (a.position ?? 0) - (b.position ?? 0))
      .map(({ argument, description, required }) => [
        argument,
        arg({ description, ignoreStdin: true, required: use === 'described' && required }),
      ]),
  );
}

/** "queryParams" as a flag: query-params. */
export const flagName = (field: string): string =>
  field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function flagsOf(field: Field): FlagInput {
  const { kind, description, options, position } = field;
  const char = field.short !== undefined && isLetter(field.short) ? { char: field.short } : {};
  const flag = flagName(field.name);
  const helpValue = VALUES[field.name] ?? (kind === 'integer' ? 'N' : flag.toUpperCase());
  const common = { description, hidden: position !== undefined, ...char };
  if (kind === 'boolean') return { [flag]: boolean(common) };
  if (kind === 'integer') return { [flag]: integer({ ...common, helpValue }) };
  if (kind === 'enum') return { [flag]: option({ ...common, options })() };
  if (kind === 'list') return { [flag]: string({ ...common, ...SEVERAL, helpValue }) };
  if (kind === 'record')
    return { [flag]: string({ ...common, ...SEVERAL, ...pairsFlag(description) }) };
  return kind === 'json' ? bodyFlags(flag, common) : { [flag]: string({ ...common, helpValue }) };
}

const pairsFlag = (description: string) => ({
  helpValue: 'KEY=VALUE',
  description: `${description}; as KEY=VALUE, repeatable, or as JSON`,
});

/** What help calls the value of a field where its name does not say it. */
const VALUES: Readonly<Record<string, string>> = {
  header: 'NAME:VALUE',
  form: 'NAME=VALUE',
  input: 'FILE',
  workspaceSlug: 'WORKSPACE',
};

/** Several times, one value each: a greedy flag would swallow the path behind it. */
const SEVERAL = { multiple: true, multipleNonGreedy: true } as const;

/** A JSON field is given whole, or field by field as `gh api` reads them. */
function bodyFlags(flag: string, common: object): FlagInput {
  const field = { ...SEVERAL, helpValue: 'KEY=VALUE' };
  return {
    [flag]: string({
      ...common,
      description: 'JSON body: the text, @FILE, or - for standard input',
      helpValue: 'JSON',
    }),
    'raw-field': string({
      ...field,
      char: 'f',
      description: 'A text field of the JSON body; key[sub]=v and key[]=v nest; repeatable',
    }),
    field: string({
      ...field,
      char: 'F',
      description:
        'A typed field of the JSON body: true, false, null, numbers, @FILE, {branch}; repeatable',
    }),
  };
}

const isLetter = (text: string): text is AlphabetLowercase | AlphabetUppercase =>
  /^[A-Za-z]$/.test(text);
