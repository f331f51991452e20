import { BbxError } from '../errors.ts';
import { collect, LARGEST_COLLECTED } from './body.ts';

/**
 * Reads what comes through a pipe whole: it cannot be read again for a retry, and says no length.
 * @param limit in bytes
 * @throws BbxError FILE beyond the limit
 */
export async function collectInput(
  input: AsyncIterable<Uint8Array>,
  limit = LARGEST_COLLECTED,
): Promise<Buffer> {
  try {
    return await collect(input, limit);
  } catch (error) {
    if (!(error instanceof BbxError)) throw error;
    throw new BbxError(
      'FILE',
      `Standard input, or the pipe, is larger than ${limit / 1024 / 1024} MB.`,
      {
        hint: 'Write it to a file and name that: a file is streamed, whatever its size. Nothing was sent.',
      },
    );
  }
}
