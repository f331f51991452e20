/** A clock that moves only when something is written, so that answers are the same in every run. */
export interface Clock {
  /** The moment of the start. */
  readonly start: Date;
  /** Moves on by about a second and gives the new moment as Bitbucket writes it. */
  readonly tick: () => string;
  /** A moment before the start, as Bitbucket writes it. */
  readonly ago: (days: number) => string;
}

/** Makes a clock that stands at `start`. */
export function startClock(start: Date): Clock {
  let ticks = 0;
  return {
    start,
    tick() {
      ticks += 1;
      return timestamp(new Date(start.getTime() + ticks * 1037));
    },
    ago: (days) => timestamp(new Date(daysBefore(start, days).getTime() - fraction(days))),
  };
}

/** The moment `days` (may be broken) before another. */
export function daysBefore(date: Date, days: number): Date {
  return new Date(date.getTime() - Math.round(days * 86_400_000));
}

/** A moment as Bitbucket writes it: microseconds and a numeric zone. */
function timestamp(date: Date): string {
  const micro = String((date.getTime() * 7919) % 1000).padStart(3, '0');
  return date.toISOString().replace('Z', `${micro}+00:00`);
}

/** Milliseconds, so that not everything happens on a full second. */
function fraction(days: number): number {
  return Math.floor(((days * 937.31) % 1) * 1000);
}
