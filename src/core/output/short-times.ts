import type { Columns } from './columns.ts';

const UTC = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?\+00:00$/;

/**
 * Writes the times of a list to the second, `2026-10-14T09:12:33Z`. As Bitbucket sends them, with
 * microseconds and an offset that is always the same, they are a third of a list of pull requests.
 * @returns whether a fraction of a second was cut off
 */
export function shortenTimes(columns: Columns): boolean {
  let cut = false;
  for (const [name, values] of columns) {
    if (!/(_on|_at|date)$/.test(name)) continue;
    const short = values.map((value) => {
      const [, seconds, fraction] = (typeof value === 'string' && UTC.exec(value)) || [];
      cut ||= fraction !== undefined && Number(fraction) > 0;
      return seconds === undefined ? value : `${seconds}Z`;
    });
    columns.set(name, short);
  }
  return cut;
}
