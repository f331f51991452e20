import { allEndpoints } from './all-endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import { removedAt } from './removed.ts';
import { segmentsOf } from './template.ts';
import { wordScore } from './word-score.ts';

/**
 * The operations that every one of the words fits (see `wordScore`), best first: the thing itself
 * before what hangs on it, reading before writing.
 * @param words an item may hold several, split at white space; no word at all finds everything
 */
export function searchOperations(words: readonly string[]): readonly Endpoint[] {
  const wanted = words.flatMap((word) => word.split(/\s+/)).filter((word) => word !== '');
  return allEndpoints()
    .map((endpoint) => ({ endpoint, score: score(wanted, endpoint) }))
    .filter((found) => found.score > 0)
    .sort((a, b) => b.score - a.score)
    .map((found) => found.endpoint);
}

/** 0 when a word does not fit; otherwise the better the higher. */
function score(words: readonly string[], endpoint: Endpoint): number {
  const scores = words.map((word) => wordScore(word, endpoint));
  if (scores.includes(0)) return 0;
  return scores.reduce((total, one) => total + one, 20 + standing(endpoint));
}

/** What is asked for most goes first: short paths, pull requests; last what is dying. */
function standing({ template, method, group }: Endpoint): number {
  const length = segmentsOf(template.replace('/repositories/{workspace}/{repo_slug}', '')).length;
  const favour = group === 'pullrequests' ? 1 : ['snippets', 'addon'].includes(group) ? -2 : 0;
  const reading = method === 'GET' ? 0.1 : 0;
  return favour + reading - length * 0.4 - (removedAt(template, method) ? 5 : 0);
}
