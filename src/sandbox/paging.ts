import { badRequest, notFound } from './errors.ts';
import type { Json, JsonObject } from './json.ts';
import { filterItems, sortItems } from './query.ts';
import { type Call, json, type Reply } from './route.ts';

/** How a list differs from the usual one. */
export interface PageOptions {
  /** The largest page: 100, but 50 for pull requests. */
  readonly max?: number;
  /** The size of a page that was not asked for. */
  readonly usual?: number;
  /** Fields of an item that a list leaves out unless asked for. */
  readonly hidden?: readonly string[];
}

/**
 * Answers a list: filtered by `q`, sorted by `sort`, one page of it with an absolute `next`.
 * @param view the whole JSON of an item, on which q and sort work
 * @throws Refusal 400 for a bad pagelen, page, q or sort
 */
export function page<T>(
  call: Call,
  items: readonly T[],
  view: (item: T) => JsonObject,
  options: PageOptions = {},
): Reply {
  const { query } = call;
  const q = query.get('q');
  const sort = query.get('sort');
  const chosen = q ? filterItems(items, view, q) : [...items];
  const ordered = sort ? sortItems(chosen, view, sort) : chosen;
  const pagelen = pageLength(query, options);
  const number = pageNumber(query);
  if (number > 1 && (number - 1) * pagelen >= ordered.length) throw notFound('Invalid page');
  const end = number * pagelen;
  const body: { [key: string]: Json } = {
    values: ordered.slice(end - pagelen, end).map(view),
    pagelen,
    size: ordered.length,
    page: number,
  };
  if (end < ordered.length) body.next = link(call, number + 1);
  if (number > 1) body.previous = link(call, number - 1);
  return { ...json(body), hidden: (options.hidden ?? []).map((name) => `values.${name}`) };
}

/**
 * Answers a list that Bitbucket walks without counting it (commits, file history): neither `size`
 * nor `page`, and a `next` that means nothing to the reader.
 * @param read gives `count` items from `skip` on
 */
export async function walk(
  call: Call,
  read: (skip: number, count: number) => Promise<JsonObject[]>,
  options: PageOptions = {},
): Promise<Reply> {
  const pagelen = pageLength(call.query, { usual: 30, ...options });
  const skip = cursor(call.query.get('ctx'));
  const items = await read(skip, pagelen + 1);
  const body: { [key: string]: Json } = { values: items.slice(0, pagelen), pagelen };
  if (items.length > pagelen) {
    const next = new URL(call.url);
    next.searchParams.set('ctx', Buffer.from(`commits:${skip + pagelen}`).toString('hex'));
    body.next = next.href;
  }
  return json(body);
}

function cursor(ctx: string | null): number {
  if (ctx === null) return 0;
  const found = /^commits:(\d+)$/.exec(Buffer.from(ctx, 'hex').toString())?.[1];
  if (found === undefined) throw badRequest('Invalid ctx');
  return Number(found);
}

function pageLength(query: URLSearchParams, { max = 100, usual = 10 }: PageOptions): number {
  const text = query.get('pagelen');
  if (text === null) return usual;
  const length = Number(text);
  if (!/^\d+$/.test(text) || length < 1 || length > max) throw badRequest('Invalid pagelen');
  return length;
}

function pageNumber(query: URLSearchParams): number {
  const text = query.get('page') ?? '1';
  if (!/^\d+$/.test(text) || Number(text) < 1) throw badRequest('Invalid page');
  return Number(text);
}

function link(call: Call, number: number): string {
  const url = new URL(call.url);
  url.searchParams.set('page', String(number));
  return url.href;
}
