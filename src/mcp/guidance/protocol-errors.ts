import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { BbxError } from '../../core/errors.ts';
import { sanitizeForModel } from '../../core/output/sanitize.ts';
import { agentWords } from '../agent-words.ts';

/**
 * Does work whose errors are the protocol's, as those of prompts, resources and completions are.
 * @throws ProtocolError -32602 for what was asked wrongly, else -32603; its message ends with the
 *   hint, its data has the code
 */
export async function asProtocolError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BbxError)) throw error;
    const asked = error.code === 'USAGE';
    throw new ProtocolError(
      asked ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError,
      saidOf(error),
      { code: error.code },
    );
  }
}

/**
 * The words of an error and its hint, in one line that a model can act on.
 * @param tools that are served: a sentence of the hint that names another one is left out
 */
export function saidOf({ message, hint = '' }: BbxError, tools?: ReadonlySet<string>): string {
  const sentences = agentWords(hint).split(/(?<=[.?!]) /);
  const fit = sentences.filter(
    (sentence) => !tools || [...sentence.matchAll(/\bbb_\w+/g)].every(([name]) => tools.has(name)),
  );
  return sanitizeForModel([message, ...fit].filter(Boolean).join(' ').replace(/\n/g, ' '));
}
