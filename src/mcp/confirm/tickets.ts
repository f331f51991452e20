import { randomBytes } from 'node:crypto';

/** Whom a ticket was given to: an agent that was shown the work, or a client that asks its user. */
type Holder = 'agent' | 'client';

/** Works that may wait at a time; the oldest are forgotten first. */
const MOST = 1000;
/** Milliseconds that a ticket is good for after it was last shown. */
const AGE = 30 * 60_000;

interface Ticket {
  readonly holder: Holder;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/**
 * What was shown and waits to be agreed to. A ticket is a random number, so nobody has one without
 * having been shown the work; it is good once, for half an hour, for exactly that work, in this
 * process alone. Work that is shown again before it is done keeps its ticket.
 */
export class Tickets {
  private readonly waiting = new Map<string, Ticket>();
  private readonly now: () => number;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  /** The ticket of a piece of work. */
  issue(holder: Holder, work: string): string {
    const key = `${holder} ${work}`;
    const text = this.good(key)?.text ?? randomBytes(8).toString('hex');
    this.waiting.delete(key);
    this.waiting.set(key, { holder, text, until: this.now() + AGE });
    const [oldest] = this.waiting.keys();
    if (this.waiting.size > MOST && oldest !== undefined) this.waiting.delete(oldest);
    return text;
  }

  /** Whether the ticket is that of this work; from then on it is none any more. */
  redeem(holder: Holder, work: string, ticket: unknown): boolean {
    const key = `${holder} ${work}`;
    return ticket !== undefined && this.good(key)?.text === ticket && this.waiting.delete(key);
  }

  /**
   * Forgets all tickets of agents: their user has not agreed. Not only those of the work that was
   * asked about, because the same can be done by other tools, and with other words.
   */
  revoke(): void {
    for (const [key, { holder }] of this.waiting) {
      if (holder === 'agent') this.waiting.delete(key);
    }
  }

  private good(key: string): Ticket | undefined {
    const ticket = this.waiting.get(key);
    return ticket !== undefined && this.now() < ticket.until ? ticket : undefined;
  }
}
