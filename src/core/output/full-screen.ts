import { writeSync } from 'node:fs';

/** What a full screen tells whoever draws on it. */
export interface FullScreenEvents {
  /** What the keyboard sent, undecoded. */
  readonly onInput: (bytes: string) => void;
  readonly onResize: () => void;
  /** The terminal is gone: a lost connection, a closed window. */
  readonly onGone: () => void;
  /** One of the others has thrown. */
  readonly onError: (error: unknown) => void;
}

/** The terminal as a screen of its own, which gives back what was there before. */
export interface FullScreen {
  readonly size: () => { readonly columns: number; readonly rows: number };
  readonly write: (text: string) => void;
  /** Gives the terminal to another program; resume takes it again, and all has to be drawn anew. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly close: () => void;
}

/** The other screen, no cursor, pastes marked as such, and nothing on it. */
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?2004h\u001b[2J';
const LEAVE = '\u001b[r\u001b[0m\u001b[?2004l\u001b[?25h\u001b[?1049l';

/**
 * Takes the terminal as a full screen. However the process ends (but for kill -9) the terminal is as
 * it was before: that is done when the process exits, too.
 */
export function openFullScreen(events: FullScreenEvents): FullScreen {
  const { stdin, stdout } = process;
  const guarded = guard(events.onError);
  const onInput = guarded(events.onInput);
  const onResize = guarded(events.onResize);
  let taken = false;
  const leave = () => {
    if (!taken) return;
    taken = false;
    release(stdin);
    writeNow(LEAVE);
  };
  const take = () => {
    taken = true;
    stdin.setRawMode(true);
    stdin.resume();
    writeNow(ENTER);
  };
  const gone = () => {
    taken = false;
    events.onGone();
  };
  stdin.setEncoding('utf8');
  stdin.on('data', onInput);
  stdin.on('end', gone);
  stdin.on('error', gone);
  stdout.on('resize', onResize);
  process.on('exit', leave);
  take();
  return {
    size: () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 }),
    write: (text) => taken && stdout.write(text),
    pause: leave,
    resume: take,
    close: () => {
      leave();
      stdin.off('data', onInput);
      stdin.off('end', gone);
      stdin.off('error', gone);
      stdout.off('resize', onResize);
      process.off('exit', leave);
    },
  };
}

/** An error in a listener would end the process, with the screen still taken. */
const guard =
  (onError: (error: unknown) => void) =>
  <Args extends unknown[]>(listener: (...args: Args) => void) =>
  (...args: Args) => {
    try {
      listener(...args);
    } catch (error) {
      onError(error);
    }
  };

function release(stdin: NodeJS.ReadStream): void {
  try {
    stdin.setRawMode(false);
  } catch {
    // The terminal is gone already.
  }
  stdin.pause();
}

/** Also works when the process is about to end. */
function writeNow(text: string): void {
  try {
    writeSync(process.stdout.fd, text);
  } catch {
    // A terminal that is gone needs nothing.
  }
}
