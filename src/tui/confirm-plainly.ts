import { createInterface } from 'node:readline';
import { BbxError } from '../core/errors.ts';
import { sanitizeForTerminal } from '../core/output/sanitize.ts';

/**
 * Asks a question on a terminal that knows no escape sequences (TERM=dumb, as in Emacs): one line
 * on stderr, and a line as the answer. All but y and yes mean No, the end of the input too.
 * @throws BbxError CANCELLED on ^C
 */
export async function confirmPlainly(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  let interrupt = (): void => undefined;
  try {
    return await new Promise<boolean>((resolve, reject) => {
      interrupt = () => reject(new BbxError('CANCELLED', 'Cancelled: nothing was changed.'));
      process.once('SIGINT', interrupt);
      lines.once('close', () => resolve(false));
      lines.question(`${sanitizeForTerminal(question)} (y/N) `, (answer) => {
        resolve(/^\s*y(es)?\s*$/i.test(answer));
      });
    });
  } finally {
    process.removeListener('SIGINT', interrupt);
    lines.close();
  }
}
