import type { Progress } from '../core/context.ts';
import { sanitizeForTerminal } from '../core/output/sanitize.ts';
import { writeError } from '../core/output/terminal.ts';

/** Work shorter than this, in milliseconds, shows no progress. */
const PATIENCE = 1000;
/** Milliseconds between two drawings. */
const PACE = 50;

/** One line on stderr that says how far a longer piece of work has come. */
export interface ProgressLine {
  /** The work begins now; a second later the line appears, whatever there is to say. */
  readonly begin: () => void;
  readonly show: (progress: Progress) => void;
  /** Takes the line away; it comes back with news. After ^C, which the terminal shows, that too. */
  readonly end: (interrupted?: boolean) => void;
}

/** Makes the line; without somebody who watches, it stays silent. */
export function progressLine(watched: boolean, width: number): ProgressLine {
  if (!watched) return { begin: NOTHING, show: NOTHING, end: NOTHING };
  let due = Date.now() + PATIENCE;
  let latest: Progress | undefined;
  let shown = false;
  let timer: NodeJS.Timeout | undefined;
  const draw = () => {
    timer = undefined;
    if (latest === undefined) return;
    due = Date.now() + PACE;
    shown = true;
    writeError(`\r\u001b[K${lineOf(latest, width - 1)}`);
  };
  const show = (progress: Progress) => {
    latest = progress;
    // The last word before a long silence is shown as well, hence the timer.
    timer ??= setTimeout(draw, Math.max(0, due - Date.now())).unref();
  };
  return {
    begin: () => {
      due = Date.now() + PATIENCE;
      show({ label: 'Waiting for Bitbucket' });
    },
    show,
    end: (interrupted = false) => {
      clearTimeout(timer);
      timer = undefined;
      latest = undefined;
      if (shown || interrupted) writeError('\r\u001b[K');
      shown = false;
    },
  };
}

const NOTHING = () => undefined;

/** What is done, how much of what, and where that is known, a bar; the words give way to it. */
function lineOf({ label, done, total }: Progress, width: number): string {
  const words = sanitizeForTerminal(label).replace(/\s+/g, ' ');
  if (done === undefined) return words.slice(0, width);
  const count = total === undefined ? ` ${done}` : ` ${done} of ${total} ${barOf(done, total)}`;
  return words.slice(0, Math.max(0, width - count.length)) + count.slice(0, width);
}

/** In columns, without its ends. */
const BAR = 20;

function barOf(done: number, total: number): string {
  const full = total > 0 ? Math.floor((Math.min(done, total) / total) * BAR) : 0;
  return `[${'#'.repeat(full)}${'.'.repeat(BAR - full)}]`;
}
