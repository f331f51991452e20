import type { Config } from '../../core/config.ts';
import type { ReviewDesk, SendResult } from '../../core/review/desk.ts';
import type { DraftStore } from '../../core/review/drafts.ts';
import { Session } from './session.ts';

export interface ScreenOptions {
  readonly desk: ReviewDesk;
  readonly store: DraftStore;
  readonly config: Config;
  readonly colour: boolean;
  /** Aborted by SIGTERM and the like: the screen closes, and the drafts are on disk. */
  readonly signal: AbortSignal;
}

/** How a screen was left. */
export interface ScreenEnd {
  /** Drafts that are still to be sent. */
  readonly drafts: number;
  /** What lies on disk for the next time, in words; "" when nothing does. */
  readonly kept: string;
  /** What became of all that was tried to send. */
  readonly results: readonly SendResult[];
  /** By ^C, a signal, or because the terminal is gone; or sending was stopped, and not gone on with. */
  readonly interrupted: boolean;
}

/**
 * Opens the review screen, and gives the terminal back when it is closed, however that comes about.
 * The store stays open: it is for the caller to close.
 */
export async function openScreen(options: ScreenOptions): Promise<ScreenEnd> {
  const { store, signal } = options;
  const session = new Session(options);
  // The last chance when the process ends otherwise; nobody is there any more to tell of an error.
  const flush = () => {
    try {
      store.flush();
    } catch {}
  };
  const interrupt = () => session.leave(true);
  signal.addEventListener('abort', interrupt, { once: true });
  process.on('exit', flush);
  try {
    session.open();
    if (signal.aborted) session.leave(true);
    const interrupted = await session.left;
    const { results, drafts, kept } = session;
    return { interrupted, results, drafts, kept };
  } finally {
    session.close();
    signal.removeEventListener('abort', interrupt);
    process.off('exit', flush);
  }
}
