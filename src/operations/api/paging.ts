import type { Envelope } from '../../core/client/pages.ts';
import { pathUnderApi } from '../../core/client/url.ts';
import { BbxError } from '../../core/errors.ts';

interface PagingOptions {
  readonly apiUrl: string;
  readonly all: boolean;
  readonly limit: number | undefined;
}

interface Paging {
  readonly url: URL;
  /** Takes out of a list what only paging needed. */
  readonly tidy: (data: Envelope) => Envelope;
}

/** What a list says of its pages; a `fields` whitelist would leave it out. */
const OF_PAGES = ['next', 'size', 'page', 'pagelen'];

/**
 * Readies the address of a list: whole lists are asked for in the largest pages that the endpoint
 * has, and a `fields` whitelist gets `next` and `size`, without which paging stops after one page
 * and nobody can tell how much is missing.
 */
export async function preparePaging(asked: URL, options: PagingOptions): Promise<Paging> {
  const url = new URL(asked);
  if (options.all && url.searchParams.has('page')) {
    throw new BbxError('USAGE', 'A page and --all contradict each other.', {
      hint: 'Leave page away: --all begins at the first one.',
    });
  }
  const query = [...url.searchParams];
  const fields = query
    .filter(([name]) => name === 'fields')
    .map(([, value]) => value)
    .join(',');
  const added = whitelistOfList(fields) ? missing(fields) : [];
  if (added.length > 0) append(url, 'fields', added);
  const sized = url.searchParams.has('pagelen') || url.searchParams.has('page');
  if ((options.all || options.limit !== undefined) && !sized) {
    const { pageLimit } = await import('../../core/catalogue/page-limit.ts');
    const most = pageLimit(pathUnderApi(options.apiUrl, url).split('?')[0] ?? '');
    if (most !== undefined)
      addParameter(url, 'pagelen', String(Math.max(10, Math.min(most, options.limit ?? most))));
  }
  return { url, tidy: (data) => without(data, added) };
}

/** A whitelist names fields to keep; one of only -a and +b takes away from, or adds to, all. */
const whitelistOfList = (fields: string) =>
  fields.split(',').some((field) => field.startsWith('values'));

const missing = (fields: string) =>
  OF_PAGES.slice(0, 2).filter((name) => !fields.split(',').some((field) => field.trim() === name));

function append(url: URL, name: string, values: readonly string[]): void {
  const parts = url.search.slice(1).split('&');
  const at = parts.findIndex((part) => part.startsWith(`${name}=`));
  parts[at] = `${parts[at]},${values.join(',')}`;
  url.search = parts.join('&');
}

function addParameter(url: URL, name: string, value: string): void {
  url.search = url.search ? `${url.search}&${name}=${value}` : `?${name}=${value}`;
}

function without(data: Envelope, names: readonly string[]): Envelope {
  if (names.length === 0) return data;
  const kept = Object.entries(data).filter(([name]) => !names.includes(name));
  return { ...Object.fromEntries(kept), values: data.values };
}
