import type { GetPromptResult } from '@modelcontextprotocol/server';
import { BbxError } from '../../../core/errors.ts';
import type { Session } from '../../session.ts';
import { servedTools } from '../served-tools.ts';
import type { Prompt } from './prompt.ts';
import { readPromptArguments } from './read-prompt-arguments.ts';

/**
 * Words a prompt with what a person gave.
 * @throws BbxError USAGE for an unknown prompt or argument, and a value that cannot be
 */
export async function getPrompt(
  prompts: readonly Prompt[],
  name: string,
  given: Readonly<Record<string, string>>,
  session: Session,
): Promise<GetPromptResult> {
  const prompt = prompts.find((one) => one.name === name);
  if (prompt === undefined) {
    throw new BbxError('USAGE', 'There is no such prompt.', {
      hint: `There are ${prompts.map((one) => one.name).join(', ')}.`,
    });
  }
  const checked = await readPromptArguments(prompt, given, await session.load());
  const text = prompt.text(checked, servedTools(session));
  return {
    description: prompt.description,
    messages: [{ role: 'user', content: { type: 'text', text } }],
  };
}
