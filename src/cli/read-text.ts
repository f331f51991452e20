import { readFile } from 'node:fs/promises';
import { collectInput } from '../core/client/collect-input.ts';
import { BbxError } from '../core/errors.ts';

/**
 * Reads a file as text; "-" is standard input.
 * @throws BbxError FILE when it cannot be read, or when standard input is larger than 64 MB
 */
export async function readText(path: string): Promise<string> {
  if (path === '-') return (await collectInput(process.stdin)).toString('utf8');
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new BbxError('FILE', `Not a readable file: ${path}.`, {
      hint: 'Check the name; nothing was sent.',
      cause,
    });
  }
}
