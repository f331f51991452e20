import { randomBytes } from 'node:crypto';

/** Whom a ticket was given to: an agent that was shown the work, or a client that asks its user. */
type Holder = 'agent' | 'client';

/** Works that may wait at a time; the oldest are forgotten first. */
const MOST = 1000;

/**
 * What was shown and waits to be agreed to. A ticket is a random number, so nobody has one without
 * having been shown the work; it is good once, for exactly that work, in this process alone. Work
 * that is shown again before it is done keeps its ticket.
 */
export class Tickets {
  private readonly waiting = new Map<string, string>();

  /** The ticket of a piece of work. */
  issue(holder: Holder, work: string): string {
    const key = `${holder} ${work}`;
    const ticket = this.waiting.get(key) ?? randomBytes(8).toString('hex');
    this.waiting.delete(key);
    this.waiting.set(key, ticket);
    const [oldest] = this.waiting.keys();
    if (this.waiting.size > MOST && oldest !== undefined) this.waiting.delete(oldest);
    return ticket;
  }

  /** Whether the ticket is that of this work; from then on it is none any more. */
  redeem(holder: Holder, work: string, ticket: unknown): boolean {
    const key = `${holder} ${work}`;
    return ticket !== undefined && this.waiting.get(key) === ticket && this.waiting.delete(key);
  }
}
