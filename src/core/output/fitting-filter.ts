import type { Answer } from '../answer.ts';
import { bytesBody, collect } from '../client/body.ts';
import { BbxError } from '../errors.ts';
import { writeError } from './terminal.ts';

/**
 * Tries a filter on the answer of a write, which has happened: an exit code that says otherwise
 * would have it repeated. A filter that does not fit is said on stderr and left away.
 * @param apply filters an answer, or throws BbxError FILTER_INVALID
 * @returns the answer, to be read again, and the filter where it fits
 */
export async function fittingFilter(
  answer: Answer,
  filter: string,
  apply: (answer: Answer, filter: string) => Promise<unknown>,
): Promise<{ readonly answer: Answer; readonly filter: string | undefined }> {
  const kept = await held(answer);
  const again = () => (kept.kind === 'bytes' ? { ...kept, body: kept.again() } : kept);
  try {
    await apply(again(), filter);
    return { answer: again(), filter };
  } catch (error) {
    if (!(error instanceof BbxError) || error.code !== 'FILTER_INVALID') throw error;
    const { sanitizeForTerminal } = await import('./sanitize.ts');
    const why = `${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}`;
    writeError(sanitizeForTerminal(`Done, but ${why} The answer follows without it.\n`));
    return { answer: again(), filter: undefined };
  }
}

/** Bytes can be read once: they are kept for the second reading. */
async function held(answer: Answer) {
  if (answer.kind !== 'bytes') return answer;
  const all = bytesBody(await collect(answer.body), answer.contentType);
  return { ...answer, again: () => all.stream() };
}
