import type { ReviewDesk, SendResult } from '../../core/review/desk.ts';
import type { DraftStore } from '../../core/review/drafts.ts';
import { sendFrom } from './sending.ts';
import type { State } from './state.ts';

/** Sends a review, once or several times, and can be stopped. */
export class Sender {
  readonly results: SendResult[] = [];
  /** The last sending was stopped before its end: whoever closes then leaves something unsent. */
  stopped = false;
  readonly #desk: ReviewDesk;
  readonly #store: DraftStore;
  #under: AbortController | undefined;

  constructor(desk: ReviewDesk, store: DraftStore) {
    this.#desk = desk;
    this.#store = store;
  }

  /** Begins nothing more of a sending that is under way. @returns whether there is one */
  stop(): boolean {
    this.#under?.abort();
    return this.#under !== undefined;
  }

  /**
   * Sends the review of a state.
   * @returns the threads as they stand now, with what was sent; undefined where they cannot be read
   */
  async send(
    state: State,
    change: (change: (state: State) => State) => void,
  ): Promise<ReviewDesk['threads'] | undefined> {
    this.#store.flush();
    this.#under = new AbortController();
    try {
      const end = await sendFrom(state, this.#desk, this.#under.signal, change);
      this.results.push(...end.results);
      this.stopped = end.stopped;
    } finally {
      this.#under = undefined;
      this.#store.flush();
    }
    return await this.#desk.readThreads().catch(() => undefined);
  }
}
