import { isObject } from './prune.ts';
import { sanitizeForTerminal } from './sanitize.ts';
import type { Column } from './table-views.ts';
import { timeAgo } from './time-ago.ts';

/**
 * What stands in a cell: one line that cannot control the terminal.
 * @param now milliseconds since 1970
 */
export function cellText(value: unknown, { kind }: Column, now: number): string {
  if (kind === 'time' && typeof value === 'string') return oneLine(timeAgo(value, now));
  if (kind === 'hash' && typeof value === 'string') return oneLine(value.slice(0, 12));
  if (kind === 'seconds' && typeof value === 'number') return duration(value);
  return oneLine(value);
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** A value on one line that cannot control the terminal. */
export const oneLine = (value: unknown) =>
  sanitizeForTerminal(plain(value).replace(/\s+/g, ' ').trim());

const NAMES = [
  'display_name',
  'full_name',
  'name',
  'title',
  'slug',
  'nickname',
  'hash',
  'id',
  'path',
];

/** A value in words: lists joined, an object by its name. */
export function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(plain).join(', ');
  if (!isObject(value)) return String(value);
  const inner = isObject(value.user) ? value.user : value;
  const name = NAMES.map((each) => inner[each]).find(
    (each) => typeof each === 'string' || typeof each === 'number',
  );
  return name === undefined ? JSON.stringify(value) : String(name);
}
