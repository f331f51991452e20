import type { Answer } from '../../core/answer.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import { agentWords } from '../agent-words.ts';
import { BY_OTHERS } from '../answers/by-others.ts';
import type { TextWithRemarks } from '../answers/text-with-remarks.ts';

const PREFIX = /^\/?endpoints:/i;

/** Whether the answer to a path is the catalogue of bbx, which nobody else wrote. */
export const isOurs = ({ path }: Readonly<Record<string, unknown>>): boolean =>
  typeof path === 'string' && PREFIX.test(path);

/**
 * Most models cannot read resources by themselves, so bb_get has the catalogue too: path
 * "endpoints:pull request comments" searches it, without a request.
 * @param input of bb_get
 * @returns undefined for any other path
 * @throws BbxError NOT_FOUND when nothing fits
 */
export async function endpointsAnswer(
  input: Readonly<Record<string, unknown>>,
  context: Context,
): Promise<Answer | undefined> {
  const { path, limit } = input;
  if (typeof path !== 'string' || !isOurs(input)) return undefined;
  const { endpoints } = await import('../../operations/api/endpoints.ts');
  const words = wordsOf(path.replace(PREFIX, ''));
  const note = (text: string) => context.note(agentWords(text, ['limit']));
  return await endpoints.run(
    { words, ...(limit !== undefined && { limit }) },
    { ...context, note },
  );
}

/** About 2,000 tokens. */
const MOST_ROWS = 60;

/** The same search as a text. */
export async function endpointsText(query: string, context: Context): Promise<TextWithRemarks> {
  const { endpoints } = await import('../../operations/api/endpoints.ts');
  const { answerText } = await import('../answers/answer-text.ts');
  const notes: string[] = [];
  // There is no limit to raise here.
  const note = (text: string) => notes.push(text.replace(/; --limit .*/, ': give more words.'));
  const words = wordsOf(query);
  const answer = await endpoints.run({ words, limit: MOST_ROWS }, { ...context, note });
  const { KeptAnswers } = await import('../answers/kept-answers.ts');
  // A resource is read on by its URI; nothing stays in memory for it.
  const answers = new KeptAnswers();
  try {
    const asked = { input: {}, jq: undefined, outputFormat: undefined, full: false, offset: 0 };
    const reader = { answers, tool: 'bb_get', anew: '' };
    const { text, remarks } = await answerText(answer, asked, { effect: 'read' }, reader);
    return { text, remarks: [...notes, ...remarks.filter((line) => line !== BY_OTHERS)] };
  } finally {
    answers.close();
  }
}

/** @throws BbxError USAGE for more than anybody searches for: each word is looked for everywhere */
function wordsOf(text: string): string[] {
  if (text.length > LONGEST_SEARCH) {
    throw new BbxError('USAGE', `A search has ${LONGEST_SEARCH} characters at most.`, {
      hint: 'Give two or three words, such as "pull request comments".',
    });
  }
  return text
    .trim()
    .split(/[\s+]+/)
    .filter(Boolean);
}

/** Characters. */
const LONGEST_SEARCH = 200;
