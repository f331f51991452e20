const UNITS = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
] as const;

/**
 * How long ago something happened, in words: "3 days ago", "just now", "in 2 hours".
 * @param time as Bitbucket writes it, `2026-10-14T09:12:33.123456+00:00`
 * @param now milliseconds since 1970
 * @returns the text itself when it is no time
 */
export function timeAgo(time: string, now: number): string {
  const then = Date.parse(time);
  if (Number.isNaN(then)) return time;
  const seconds = Math.abs(now - then) / 1000;
  for (const [name, length] of UNITS) {
    const count = Math.floor(seconds / length);
    if (count < 1) continue;
    const words = `${count} ${name}${count === 1 ? '' : 's'}`;
    return then > now ? `in ${words}` : `${words} ago`;
  }
  return 'just now';
}

/** Whether a text is a time as Bitbucket writes it. */
export const isTime = (text: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text);
