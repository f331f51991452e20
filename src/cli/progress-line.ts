import type { Progress } from '../core/context.ts';
import { writeError } from '../core/output/terminal.ts';

/** Work shorter than this, in milliseconds, shows no progress. */
const PATIENCE = 1000;

/** One line on stderr that says how far a longer piece of work has come. */
export interface ProgressLine {
  readonly show: (progress: Progress) => void;
  /** Takes the line away; nothing is shown after it. */
  readonly end: () => void;
}

/** Makes the line; without somebody who watches, it stays silent. */
export function progressLine(watched: boolean, width: number): ProgressLine {
  const started = Date.now();
  let shown = false;
  let last = 0;
  return {
    show: ({ label, done, total }) => {
      const now = Date.now();
      if (!watched || now - started < PATIENCE || now - last < 50) return;
      last = now;
      shown = true;
      const amount =
        done === undefined ? '' : ` ${done}${total === undefined ? '' : ` of ${total}`}`;
      writeError(`\r\u001b[K${`${label}${amount}`.slice(0, width - 1)}`);
    },
    end: () => {
      if (shown) writeError('\r\u001b[K');
      shown = false;
    },
  };
}
