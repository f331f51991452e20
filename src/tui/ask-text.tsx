import { askLine } from './ask-line.tsx';

/**
 * Asks for a line of text, and shows it as it is typed, unless it begins as a token does: a token
 * in the wrong place must not be on the screen either.
 * @throws BbxError CANCELLED on ^C and ^D
 */
export const askText = async (question: string): Promise<string> =>
  await askLine(question, (text) => (/^\s*AT(ATT|CTT|BB)/.test(text) ? '***' : text));
