import { askLine } from './ask-line.tsx';

/**
 * Asks for a secret. Nothing of it is shown but its length, so that a paste can be seen to have
 * worked.
 * @throws BbxError CANCELLED on ^C and ^D
 */
export const askSecret = async (question: string): Promise<string> =>
  await askLine(question, (text) => (text === '' ? '' : `(${text.length} characters)`));
