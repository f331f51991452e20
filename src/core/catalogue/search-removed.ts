import type { Endpoint } from './endpoint.ts';
import { REMOVED, type Removed, removedAt } from './removed.ts';
import { wordScore } from './word-score.ts';

/** From here on a word counts as naming the thing rather than something beside it. */
const NAMED = 3;

/** What a search finds among the removed and deprecated operations. */
export interface RemovedFound {
  /** Asked for by their path; the advice has that path's own values filled in. */
  readonly asked: readonly Removed[];
  /** Named by the words; each kind of advice once. */
  readonly named: readonly Removed[];
}

/** @param words as for `searchOperations`; no word at all finds nothing */
export function searchRemoved(words: readonly string[]): RemovedFound {
  const wanted = words.flatMap((word) => word.split(/\s+/)).filter((word) => word !== '');
  const asked = wanted.flatMap((word) => (word.includes('/') ? (removedAt(word) ?? []) : []));
  const named = REMOVED.filter(
    (removed) =>
      wanted.length > 0 &&
      wanted.every((word) => wordScore(word, asEndpoint(removed)) >= NAMED) &&
      !asked.some((one) => one.template === removed.template),
  );
  return { asked, named: named.filter((one, at) => named.findIndex(sameAs(one)) === at) };
}

const sameAs = (one: Removed) => (other: Removed) =>
  one.instead === other.instead && one.since === other.since;

const asEndpoint = ({ template, method }: Removed): Endpoint => ({
  method: method === 'any' ? 'GET' : method,
  template,
  group: '',
  scopes: [],
  query: [],
  pageLimit: undefined,
  raw: false,
});
