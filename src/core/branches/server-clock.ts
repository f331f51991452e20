/** Milliseconds that two clocks may differ by without a word. */
const TOLERANCE = 5 * 60_000;

/** The moment that ages are counted from, and what to say where the clock here is off. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly note?: string;
}

/**
 * Chooses the moment that ages are counted from: a clock that is off would make young branches old.
 * @param server the server's clock by its Date header; undefined where it told none
 */
export function serverClock(local: number, server: number | undefined): Clock {
  if (server === undefined || Math.abs(local - server) <= TOLERANCE) return { now: local };
  const side = local > server ? 'ahead of' : 'behind';
  const difference = lengthOf(Math.abs(local - server));
  return {
    now: server,
    note: `The clock of this machine is ${difference} ${side} Bitbucket's: ages are counted by Bitbucket's.`,
  };
}

function lengthOf(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
