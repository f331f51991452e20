import { BbxError } from '../../core/errors.ts';
import type { ToolArguments } from '../read-arguments.ts';
import type { KeptAnswers } from './kept-answers.ts';
import { onOrigin, shownAnswer } from './shown-answer.ts';
import type { TextWithRemarks } from './text-with-remarks.ts';

/** The arguments that a kept answer can be read with. */
const OF_READING: readonly string[] = ['path', 'limit'];

/**
 * Reads on in a kept answer.
 * @throws BbxError USAGE for what only goes with a call of its own, GONE or NOT_FOUND where there is
 *   no such answer
 */
export async function keptText(
  answers: KeptAnswers,
  number: number,
  asked: ToolArguments,
  signal?: AbortSignal,
): Promise<TextWithRemarks> {
  const { input, jq, outputFormat, full } = asked;
  const strange = [
    ...Object.keys(input).filter((name) => !OF_READING.includes(name)),
    ...(jq === undefined ? [] : ['jq']),
    ...(outputFormat === undefined ? [] : ['outputFormat']),
    ...(full ? ['full'] : []),
  ];
  if (strange.length > 0) {
    throw new BbxError(
      'USAGE',
      `answer:${number} is text, with which ${strange.join(', ')} cannot go.`,
      {
        hint: 'It takes offset, limit (lines), grep and file. Make the first call again for another form.',
      },
    );
  }
  const whole = answers.find(number);
  const { text, remarks, next } = await shownAnswer(whole, asked, signal);
  const on = next === undefined ? [] : [`offset: ${next} goes on.`];
  return { text, remarks: [[...remarks, ...on].join(' '), ...onOrigin(whole)] };
}
