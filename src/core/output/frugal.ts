import { isUnclear } from './arrangement.ts';
import { toColumns } from './columns.ts';
import { type Flat, flatten } from './flatten.ts';
import { joinMatches } from './join-matches.ts';
import { listDocuments } from './list-documents.ts';
import { objectDocument } from './object-document.ts';
import { isObject, prune } from './prune.ts';
import { shortenTimes } from './short-times.ts';
import { type Encoded, smallest } from './smallest.ts';

/** An answer for a model, and the names of what is not in it; empty when nothing was left out. */
export interface Frugal extends Encoded {
  readonly omitted: readonly string[];
}

const FRACTIONS = 'fractions of seconds';

/**
 * Makes an answer small for a model without losing a scalar that is no link, avatar or rendered copy.
 * A list becomes a table of flat rows: what is the same in every row is said once under
 * `same_in_every_row`, or under `same_where_present` where some rows lack the thing it belongs to;
 * what one field determines (the account of an author) stands in a table of its own, named like the
 * column groups; a cell `=` repeats the one that its head names; a parent's hash that stands in the
 * answer is cut to twelve digits. In one object, each list becomes such a table. Then the smallest of
 * TOON and compact JSON is taken. A null cell also stands for a field that the row lacks, and an
 * empty list in it. Times are written to the second, in UTC.
 * @param data Bitbucket's JSON, or anything after a filter
 * @param options.full leaves nothing out and keeps times exact: for who asks for it, and for data
 *   that somebody has already chosen with a filter
 */
export async function frugal(data: unknown, { full = false } = {}): Promise<Frugal> {
  const omitted = new Set<string>();
  const kept = full ? data : prune(joinMatches(data), omitted);
  const { documents, cut } = isUnclear(kept)
    ? PLAIN
    : arranged(flatten(kept, true), full, omitted.size > 0);
  const plain = withoutAddresses(kept);
  const encoded = await smallest(...documents, plain);
  // Only what is taken has its times cut.
  const shortened = cut && encoded.document !== plain;
  const { text, format } = encoded;
  return { text, format, omitted: shortened ? [...omitted, FRACTIONS] : [...omitted] };
}

interface Arranged {
  readonly documents: readonly unknown[];
  /** Whether fractions of seconds were cut off in them. */
  readonly cut: boolean;
}

const PLAIN: Arranged = { documents: [], cut: false };

/** @param remarks whether a remark on what was left out is due anyway: of its own, it costs more than the times of one object. */
function arranged(flat: Flat, full: boolean, remarks: boolean): Arranged {
  if (flat.kind === 'value' || isTooWide(flat)) return PLAIN;
  if (flat.kind === 'object') {
    const found = objectDocument(flat.row, full || !remarks);
    return { documents: found ? [found.document] : [], cut: found?.cut ?? false };
  }
  const columns = toColumns(flat.rows);
  const cut = !full && shortenTimes(columns);
  return { documents: listDocuments(columns, flat.rows.length, flat.envelope), cut };
}

/** Fields of all rows together; Bitbucket's widest rows have about 80. */
const MOST_FIELDS = 1000;

/** What has that many fields is no table, and looking for what they share would take minutes. */
function isTooWide(flat: Exclude<Flat, { kind: 'value' }>): boolean {
  const rows = flat.kind === 'rows' ? flat.rows : [flat.row];
  const names = new Set<string>();
  return rows.some((row) => {
    for (const name of row.keys()) names.add(name);
    return names.size > MOST_FIELDS;
  });
}

/** The page without the addresses of its neighbours, of which the note on the page tells. */
function withoutAddresses(page: unknown): unknown {
  if (!isObject(page) || !Array.isArray(page.values)) return page;
  const { next, previous, ...rest } = page;
  return rest;
}
