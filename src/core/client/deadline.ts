import { BbxError } from '../errors.ts';

/** Seconds that an exchange may take when nobody said otherwise. */
export const DEFAULT_TIMEOUT = 60;

/** What Node's timers can count to, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The end of one exchange: tries, waits, head and body together. */
export class Deadline {
  readonly signal: AbortSignal;
  private readonly controller = new AbortController();
  private readonly outer: AbortSignal;
  private readonly seconds: number;
  private readonly fixed: boolean;
  private ends: number;

  /**
   * @param outer aborted when the caller gives up
   * @param seconds what was asked for; without it the default holds, and may be extended
   */
  constructor(outer: AbortSignal, seconds: number | undefined) {
    this.outer = outer;
    this.seconds = seconds ?? DEFAULT_TIMEOUT;
    this.fixed = seconds !== undefined;
    this.signal = AbortSignal.any([outer, this.controller.signal]);
    this.ends = Date.now() + this.seconds * 1000;
    this.arm();
  }

  /** Milliseconds left. */
  get left(): number {
    return Math.max(0, this.ends - Date.now());
  }

  /** A stream that still flows is no stalled one; a deadline that somebody set stays. */
  extend(): void {
    if (!this.fixed) this.ends = Date.now() + this.seconds * 1000;
  }

  /** Waits, unless the end comes first. */
  async pause(milliseconds: number): Promise<void> {
    if (this.signal.aborted) throw this.reason(undefined);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(done, milliseconds);
      const stop = () => {
        clearTimeout(timer);
        reject(this.reason(undefined));
      };
      this.signal.addEventListener('abort', stop, { once: true });
      const { signal } = this;
      function done() {
        signal.removeEventListener('abort', stop);
        resolve();
      }
    });
  }

  /** Why it ended, or what else went wrong. */
  reason(error: unknown): unknown {
    if (this.outer.aborted) return new BbxError('CANCELLED', 'Cancelled.', { cause: error });
    if (!this.controller.signal.aborted) return error;
    return new BbxError('TIMEOUT', `No whole answer within ${this.seconds} seconds.`, {
      hint: 'Try again, ask for less, or give it longer with --timeout SECONDS.',
      cause: error,
    });
  }

  /** One timer that looks again when it rings: extending then costs nothing per chunk. */
  private arm(): void {
    const ring = () => (this.left > 0 ? this.arm() : this.controller.abort());
    setTimeout(ring, Math.min(this.left, LONGEST_TIMER)).unref();
  }
}
