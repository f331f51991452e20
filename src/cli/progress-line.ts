import type { Progress } from '../core/context.ts';
import { writeError } from '../core/output/terminal.ts';

/** Work shorter than this, in milliseconds, shows no progress. */
const PATIENCE = 1000;

/** One line on stderr that says how far a longer piece of work has come. */
export interface ProgressLine {
  /** The work begins now; a second later the line appears, whatever there is to say. */
  readonly begin: () => void;
  readonly show: (progress: Progress) => void;
  /** Takes the line away, until there is news. */
  readonly end: () => void;
}

/** Makes the line; without somebody who watches, it stays silent. */
export function progressLine(watched: boolean, width: number): ProgressLine {
  let started = Date.now();
  let waiting: NodeJS.Timeout | undefined;
  let shown = false;
  let last = 0;
  const draw = (text: string) => {
    shown = true;
    writeError(`\r\u001b[K${text.slice(0, width - 1)}`);
  };
  return {
    begin: () => {
      started = Date.now();
      if (watched) waiting = setTimeout(() => draw('Waiting for Bitbucket'), PATIENCE).unref();
    },
    show: ({ label, done, total }) => {
      const now = Date.now();
      if (!watched || now - started < PATIENCE || now - last < 50) return;
      clearTimeout(waiting);
      last = now;
      const amount =
        done === undefined ? '' : ` ${done}${total === undefined ? '' : ` of ${total}`}`;
      draw(`${label}${amount}`);
    },
    end: () => {
      clearTimeout(waiting);
      if (shown) writeError('\r\u001b[K');
      shown = false;
    },
  };
}
