import { type Envelope, isEnvelope, nextOf, sizeOf } from '../client/pages.ts';
import { ownAddress, pathUnderApi, type Query } from '../client/url.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { call } from './call.ts';

/** One page of a list that is read page by page. */
export interface ListPage {
  readonly values: readonly unknown[];
  /** How many the server says there are in all. */
  readonly size: number | undefined;
  /** Whether another page follows. */
  readonly more: boolean;
}

/** A hundred thousand values and more; beyond that the list is broken. */
const MOST_PAGES = 5000;

/**
 * Reads a list page by page, so that no more of it is in memory than one page. Whoever has enough
 * stops, and nothing more is asked for.
 * @param at the path below /2.0, encoded
 * @throws BbxError as `call`; UNAVAILABLE for an answer that is no list, or one without an end
 */
export async function* listPages(
  context: Context,
  at: string,
  query: Query,
): AsyncGenerator<ListPage> {
  const seen = new Set<string>();
  let page = listOf(await call(context, 'GET', at, { query }), at);
  for (;;) {
    const next = nextOf(page);
    yield { values: page.values, size: sizeOf(page), more: next !== undefined };
    if (next === undefined) return;
    if (seen.has(next) || seen.size >= MOST_PAGES) {
      throw new BbxError('UNAVAILABLE', `The list ${at} does not end.`, { hint: 'Try again.' });
    }
    seen.add(next);
    page = listOf(await followed(context, next), at);
  }
}

/** `next` is opaque, so it is taken as it stands once its origin is checked. */
async function followed(context: Context, next: string): Promise<unknown> {
  const { apiUrl } = context.config;
  return await call(context, 'GET', pathUnderApi(apiUrl, ownAddress(apiUrl, next)));
}

function listOf(data: unknown, at: string): Envelope {
  if (isEnvelope(data)) return data;
  throw new BbxError('UNAVAILABLE', `${at} did not answer with a list.`, { hint: 'Try again.' });
}
