/** Milliseconds, together less than the two seconds after which clients kill. */
const PATIENCE = 700;
const GRACE = 800;

/**
 * The calls under way. A client may leave in the middle of one, and what it was doing must not stay:
 * a git without a parent, or half of a clone.
 */
export class RunningCalls {
  private readonly leaving = new AbortController();
  private readonly calls = new Set<Promise<unknown>>();

  /** Runs a call with a signal that aborts when the client cancels it or leaves. */
  async run<T>(cancelled: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const call = work(AbortSignal.any([cancelled, this.leaving.signal]));
    this.calls.add(call);
    try {
      return await call;
    } finally {
      this.calls.delete(call);
    }
  }

  /** Lets calls end by themselves, not for long: a client that only closed its pipe may still read. */
  async finish(): Promise<void> {
    await this.settled(PATIENCE);
  }

  /** Aborts all calls and waits, not for long, until they have tidied up. */
  async stop(): Promise<void> {
    this.leaving.abort();
    await this.settled(GRACE);
  }

  private async settled(milliseconds: number): Promise<void> {
    const late = new Promise((resolve) => setTimeout(resolve, milliseconds));
    await Promise.race([Promise.allSettled(this.calls), late]);
  }
}
