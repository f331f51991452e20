import { BbxError, EXIT_CODES } from '../core/errors.ts';

/** Milliseconds that running work has to end by itself. */
const GRACE = 800;

/** Work that is waited for, however long it takes. */
const held = new Set<Promise<unknown>>();

/** Has ^C wait for this work; a second ^C does not. */
export function holdInterrupt(work: Promise<unknown>): void {
  held.add(work);
  const done = () => held.delete(work);
  work.then(done, done);
}

/**
 * Aborts on ^C, SIGTERM and SIGHUP. What does not end by itself within a second is left behind; a second
 * ^C leaves at once.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const leave = () => process.exit(EXIT_CODES.CANCELLED);
  const stop = () => {
    if (controller.signal.aborted) leave();
    controller.abort(new BbxError('CANCELLED', 'Cancelled.'));
    void Promise.allSettled(held).then(() => setTimeout(leave, GRACE).unref());
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  return controller.signal;
}
