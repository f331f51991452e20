import type { Config } from '../config.ts';
import { EXIT_CODES } from '../errors.ts';

/** Who is at the other end of the streams. */
export interface Terminal {
  /** A person reads stdout. */
  readonly person: boolean;
  /** A person watches stderr, on a terminal that can take a line away again. */
  readonly watched: boolean;
  /** A person can be asked. */
  readonly asks: boolean;
  /** Columns, 80 when nobody says. */
  readonly width: number;
  readonly colour: boolean;
}

/** Looks at the streams. Colour follows NO_COLOR, FORCE_COLOR and TERM=dumb, as the field does. */
export function openTerminal({ environment }: Config): Terminal {
  const { stdin, stdout, stderr } = process;
  const person = stdout.isTTY === true;
  const forced = environment.FORCE_COLOR !== undefined && environment.FORCE_COLOR !== '0';
  const plain = Boolean(environment.NO_COLOR) || environment.TERM === 'dumb';
  return {
    person,
    watched: stderr.isTTY === true && environment.TERM !== 'dumb',
    asks: stdin.isTTY === true && stderr.isTTY === true,
    width: stdout.columns || columns(environment.COLUMNS),
    colour: forced || (person && !plain),
  };
}

const columns = (text = ''): number => {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return number > 0 ? number : 80;
};

/** Writes to stdout, and waits while the reader is behind. A reader that left is no error. */
export async function writeOut(chunk: string | Uint8Array): Promise<void> {
  if (process.stdout.write(chunk)) return;
  await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
}

/** Says something that is not the answer. */
export const writeError = (text: string): void => {
  process.stderr.write(text);
};

/** Ends the process once all is written; a connection that nobody reads any more cannot hold it. */
export async function leave(): Promise<never> {
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.writableLength > 0)
      await new Promise<void>((resolve) => stream.write('', () => resolve()));
  }
  process.exit();
}

/** `bbx … | head` closes the pipe when it has enough: that is success. A full disk is not. */
export function leaveWithReader(): void {
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit(0);
    writeError(`error: The answer cannot be written (${code}).\nhint: Is there room for it?\n`);
    process.exit(EXIT_CODES.FILE);
  });
}
