import type { Found } from './found.ts';

/** Milliseconds: somebody types a word, and a client asks at each key. */
const HOLDS = 30_000;

/** Lists at most. */
const MOST = 50;

/** The lists that Bitbucket was asked for a moment ago, so that each key of a word is no request. */
export class Recent {
  private readonly lists = new Map<
    string,
    { readonly until: number; readonly list: Promise<Found> }
  >();

  /**
   * Gives a list of a moment ago, or asks for it; two who ask at once share a request. What failed
   * is not kept.
   * @param name the same for the same list
   */
  async get(name: string, ask: () => Promise<Found>): Promise<Found> {
    const held = this.lists.get(name);
    if (held && held.until > Date.now()) return await held.list;
    const list = ask();
    this.lists.delete(name);
    this.lists.set(name, { until: Date.now() + HOLDS, list });
    for (const first of this.lists.keys()) if (this.lists.size > MOST) this.lists.delete(first);
    try {
      return await list;
    } catch (error) {
      if (this.lists.get(name)?.list === list) this.lists.delete(name);
      throw error;
    }
  }
}
