import { BbxError } from '../../core/errors.ts';
import type { Effect } from '../../core/operation.ts';
import { applyFilter } from '../../core/output/filter.ts';

/** What a filter picked, and what is to be said of it. */
export interface Filtered {
  readonly data: unknown;
  readonly remarks: readonly string[];
  /** Whether the filter could not be applied, so that the data is all there is. */
  readonly failed: boolean;
}

/**
 * Filters data for an agent. A filter that picks nothing is most often a name that is not there, so
 * the names that are there are told. After a write a filter that does not fit is no error: the write
 * has happened, and an agent that is told of an error repeats it.
 * @throws BbxError FILTER_INVALID when the expression does not fit what was read
 */
export async function filtered(jq: string, data: unknown, effect: Effect): Promise<Filtered> {
  try {
    const picked = await applyFilter(jq, data);
    const there = isNothing(picked) && !isNothing(data) ? outline(data) : '';
    const remarks = there === '' ? [] : [`jq picked nothing. There is: ${there}`];
    return { data: picked, remarks, failed: false };
  } catch (error) {
    if (!(error instanceof BbxError)) throw error;
    if (effect !== 'read') {
      return { data, remarks: [`Done, but jq failed: ${error.message}`], failed: true };
    }
    throw new BbxError(error.code, error.message, {
      hint: `${error.hint ?? ''} There is: ${outline(data)}`.trim(),
      cause: error,
    });
  }
}

/** Null, an empty list, or a structure that holds nothing else. */
function isNothing(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value !== 'object') return false;
  if ('values' in value && Array.isArray(value.values)) return isNothing(value.values);
  return Object.values(value).every(isNothing);
}

/** Long enough for the fields of a pull request. */
const LONGEST_OUTLINE = 400;

/** The names in data: of an object, and of the first row of a list. */
function outline(data: unknown): string {
  const text = names(data, 0);
  return text.length > LONGEST_OUTLINE ? `${text.slice(0, LONGEST_OUTLINE)}…` : text;
}

function names(value: unknown, depth: number): string {
  if (Array.isArray(value)) return `[${value.length > 0 ? names(value[0], depth) : ''}]`;
  if (typeof value !== 'object' || value === null) return '';
  const inner = Object.entries(value).map(([name, member]) => {
    const list = Array.isArray(member) && depth === 0;
    return list ? `${name}${names(member, depth + 1)}` : name;
  });
  return `{${inner.join(', ')}}`;
}
