import type { CompleteRequestParams, CompleteResult } from '@modelcontextprotocol/server';
import { BbxError } from '../../../core/errors.ts';
import { sanitizeForModel } from '../../../core/output/sanitize.ts';
import type { Session } from '../../session.ts';
import { promptsFor } from '../prompts/all-prompts.ts';
import type { ArgumentKind } from '../prompts/prompt.ts';
import { kindOf, RESOURCES, TEMPLATES, type VariableKind } from '../resources/templates.ts';
import { servedTools } from '../served-tools.ts';
import { endpointWords } from './endpoint-words.ts';
import type { Found } from './found.ts';
import { fromBitbucket } from './from-bitbucket.ts';

/** What of a session is needed to propose something. */
type Proposing = Pick<Session, 'load' | 'operations' | 'policy' | 'recent'>;

/** Characters: names that somebody typed are shorter. */
const LONGEST = 200;

/** What others named is proposed as it is or not at all: some clients put it into a prompt. */
const isPlain = (value: string) =>
  value.length <= LONGEST &&
  sanitizeForModel(value) === value &&
  !/[\r\n\t\u2028\u2029]/.test(value);

/** The protocol's limit for one answer. */
const MOST = 100;

/**
 * Completes an argument of a prompt or a variable of a resource template.
 * @throws BbxError USAGE for a prompt or template that there is not
 */
export async function complete(
  { ref, argument, context }: CompleteRequestParams,
  session: Proposing,
  signal: AbortSignal,
): Promise<CompleteResult> {
  const kind =
    ref.type === 'ref/prompt'
      ? kindInPrompt(ref.name, argument.name, session)
      : kindInTemplate(ref.uri, argument.name);
  const found = await valuesOf(kind, argument.value, context?.arguments ?? {}, session, signal);
  const proposed = found.values.filter(isPlain);
  const values = proposed.slice(0, MOST);
  const more = found.more || proposed.length > MOST;
  return {
    completion: {
      values,
      hasMore: more,
      ...(found.more ? {} : { total: proposed.length }),
    },
  };
}

async function valuesOf(
  kind: ArgumentKind | VariableKind,
  value: string,
  others: Readonly<Record<string, string>>,
  session: Proposing,
  signal: AbortSignal,
): Promise<Found> {
  if (kind === undefined || kind === 'words' || kind === 'file') return { values: [], more: false };
  if (kind === 'endpoints') return { values: endpointWords(value), more: false };
  if (kind === 'age') return { values: AGES.filter((age) => age.startsWith(value)), more: false };
  return await fromBitbucket(kind, value, others, session, signal);
}

const AGES = ['30d', '90d', '6m', '1y'];

function kindInPrompt(name: string, argument: string, session: Proposing) {
  const prompt = promptsFor(servedTools(session)).find((one) => one.name === name);
  if (prompt) return prompt.arguments.find((one) => one.name === argument)?.kind;
  throw new BbxError('USAGE', 'There is no such prompt.', { hint: 'prompts/list has them.' });
}

function kindInTemplate(uri: string, variable: string): VariableKind {
  const template = TEMPLATES.find(({ uriTemplate }) => uriTemplate === uri);
  if (template)
    return template.uriTemplate.includes(`{${variable}}`) ? kindOf(variable) : undefined;
  if (RESOURCES.some((one) => one.uri === uri)) return undefined;
  throw new BbxError('USAGE', 'There is no such resource template.', {
    hint: 'resources/templates/list has them.',
  });
}
