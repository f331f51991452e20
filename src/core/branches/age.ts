import { BbxError } from '../errors.ts';

/** A length of time as people write it: 90d, 12w, 6m (months), 1y. */
export interface Age {
  readonly count: number;
  readonly unit: 'd' | 'w' | 'm' | 'y';
}

const DAY = 86_400_000;
const WORDS = { d: 'day', w: 'week', m: 'month', y: 'year' } as const;

/**
 * Reads a length of time.
 * @param flag where it was given, for the error
 * @throws BbxError USAGE for anything but a whole number, at least 1, and d, w, m or y; beyond a century
 */
export function parseAge(text: string, flag: string): Age {
  const [, digits = '', letter = ''] = /^\s*(\d{1,6})\s*([dwmy])\s*$/i.exec(text) ?? [];
  const unit = unitOf(letter.toLowerCase());
  const count = Number(digits);
  const days = unit === undefined ? Number.NaN : count * { d: 1, w: 7, m: 30, y: 365 }[unit];
  if (unit !== undefined && count >= 1 && days <= 36_500) return { count, unit };
  throw new BbxError('USAGE', `${flag} cannot be ${JSON.stringify(text.slice(0, 40))}.`, {
    hint: 'Give a whole number and a unit: 90d (days), 12w (weeks), 6m (months) or 1y (years).',
  });
}

/** The moment so long before another, both in milliseconds since 1970; months and years by the calendar. */
export function before(now: number, { count, unit }: Age): number {
  if (unit === 'd' || unit === 'w') return now - count * (unit === 'w' ? 7 : 1) * DAY;
  const date = new Date(now);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - count * (unit === 'y' ? 12 : 1));
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime();
}

/** "90 days", "1 year". */
export const ageWords = ({ count, unit }: Age): string =>
  `${count} ${WORDS[unit]}${count === 1 ? '' : 's'}`;

const unitOf = (letter: string) =>
  letter === 'd' || letter === 'w' || letter === 'm' || letter === 'y' ? letter : undefined;
