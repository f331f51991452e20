import { BbxError } from './errors.ts';

/**
 * The folder that the process runs in.
 * @throws BbxError FILE when somebody removed it meanwhile
 */
export function currentFolder(): string {
  try {
    return process.cwd();
  } catch (cause) {
    throw new BbxError('FILE', 'The current folder is gone: somebody removed it.', {
      hint: 'Go to another one, for example with cd.',
      cause,
    });
  }
}
