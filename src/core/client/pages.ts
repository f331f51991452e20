import type { Progress } from '../context.ts';
import { BbxError } from '../errors.ts';
import { collect } from './body.ts';
import type { Client, Request } from './client.ts';
import { ownAddress } from './url.ts';

/** Bitbucket's list envelope; only `values` is always there. */
export interface Envelope {
  readonly [name: string]: unknown;
  readonly values: readonly unknown[];
}

/** True for a page of a list. */
export const isEnvelope = (data: unknown): data is Envelope =>
  typeof data === 'object' && data !== null && 'values' in data && Array.isArray(data.values);

/** The parts of an envelope that speak of one page, and are untrue of a whole list. */
const PAGE_FIELDS = new Set(['values', 'next', 'previous', 'page', 'pagelen']);

export interface PagesOptions {
  readonly client: Client;
  readonly apiUrl: string;
  /** When to give up, in milliseconds since 1970; never when absent. */
  readonly until?: number;
  /** Values to stop after. */
  readonly limit: number;
  readonly progress: (progress: Progress) => void;
}

/** A list followed to its end, or to the limit. */
export interface Pages {
  readonly data: Envelope;
  /** How many the server says there are. */
  readonly size: number | undefined;
  /** Whether the limit left something out. */
  readonly partial: boolean;
}

/**
 * Follows `next` from a first page. `next` is opaque (it may hold a hash, or switch names to ids),
 * so it is taken as it stands, once its origin is checked.
 * @throws BbxError FORBIDDEN for a `next` on another origin, UNAVAILABLE for one that goes in circles
 */
export async function followPages(
  first: Envelope,
  request: Request,
  options: PagesOptions,
): Promise<Pages> {
  const values = first.values.slice(0, options.limit);
  const seen = new Set([request.url.href]);
  const size = sizeOf(first);
  let cut = first.values.length > values.length;
  let next = nextOf(first);
  let empty = 0;
  while (next !== undefined && values.length < options.limit) {
    if (seen.has(next)) throw circle(next);
    seen.add(next);
    options.progress({ label: 'Fetching', done: values.length, total: size });
    const page = await onePage(next, request, options);
    const room = options.limit - values.length;
    for (const value of page.values.slice(0, room)) values.push(value);
    empty = page.values.length === 0 ? empty + 1 : 0;
    if (empty > MOST_EMPTY || seen.size > MOST_PAGES) throw endless(seen.size);
    if (Date.now() > (options.until ?? Number.POSITIVE_INFINITY)) throw late();
    cut = page.values.length > room;
    next = nextOf(page);
  }
  const whole = Object.entries(first).filter(([name]) => !PAGE_FIELDS.has(name));
  return {
    data: { ...Object.fromEntries(whole), values },
    size,
    partial: cut || next !== undefined,
  };
}

async function onePage(next: string, request: Request, { client, apiUrl }: PagesOptions) {
  const url = ownAddress(apiUrl, next);
  const data = await client.send({ ...request, url }, async ({ body }) =>
    parse(await collect(body)),
  );
  if (isEnvelope(data)) return data;
  throw new BbxError('UNAVAILABLE', 'A page of the list is no list.', { hint: 'Try again.' });
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new BbxError('UNAVAILABLE', 'A page of the list is no JSON.', {
      hint: 'Try again.',
      cause,
    });
  }
}

/** Where a page says that the list goes on. */
export const nextOf = (page: Envelope): string | undefined =>
  typeof page.next === 'string' ? page.next : undefined;

/** How many values a page says that the list has. */
export const sizeOf = (page: Envelope): number | undefined =>
  Number.isSafeInteger(page.size) && Number(page.size) >= 0 ? Number(page.size) : undefined;

/** A million values, in the largest pages. */
const MOST_PAGES = 10_000;
/** Bitbucket's iterators may give an empty page, but not a row of them. */
const MOST_EMPTY = 5;

const endless = (count: number) =>
  new BbxError('UNAVAILABLE', `The list does not end: ${count} pages, and there is another one.`, {
    hint: 'Narrow it with q, or stop it with --limit N.',
  });

const late = () =>
  new BbxError('TIMEOUT', 'The list is longer than the time that --timeout gives.', {
    hint: 'Give it longer, or ask for less with q or --limit N.',
  });

const circle = (next: string) =>
  new BbxError('UNAVAILABLE', `The list goes in circles: ${next.slice(0, 120)} came twice.`, {
    hint: 'Fetch single pages with -q page=N.',
  });
