import { alike } from './alike.ts';
import type { Endpoint } from './endpoint.ts';
import { INVENTED, SPELLINGS } from './invented-words.ts';
import { operationsAt } from './operations-at.ts';
import { fillTemplate, matchTemplate, segmentsOf } from './template.ts';

/** A real operation for somebody who asked for another one. */
export interface Suggestion {
  readonly method: string;
  /** The template, filled with the asked path's own values where they have a place in it. */
  readonly path: string;
  readonly endpoint: Endpoint;
}

/**
 * What somebody may have meant by a request that Bitbucket does not know: the same path with
 * another method, the API's word for an invented one (`/pullrequests/1/files` → diffstat and
 * diff), the same under /repositories, or what is spelled nearly alike.
 * @param method the asked one; an operation with it comes first
 * @param path with or without /2.0 and a query
 * @param n how many at most
 * @returns the best first; empty where nothing comes close, and for an operation that exists
 */
export function nearestOperations(method: string, path: string, n = 3): readonly Suggestion[] {
  const asked = method.toUpperCase();
  const given = segmentsOf(path);
  if (realAt(given).some((endpoint) => endpoint.method === asked)) return [];
  const paths = meaningsOf(respell(given));
  const [only] = paths.length === 1 ? paths : [];
  if (only === undefined && paths.length > 0) {
    return paths.flatMap((segments) => operationsFor(asked, segments).slice(0, 1)).slice(0, n);
  }
  return (only ? operationsFor(asked, only) : alike(asked, respell(given))).slice(0, n);
}

/** The real paths that an asked one may stand for. */
function meaningsOf(segments: readonly string[]): (readonly string[])[] {
  const prefixed = respell(['repositories', ...segments]);
  const [found] = [
    realAt(segments).length > 0 ? [segments] : [],
    reword(segments),
    segments.length > 2 && realAt(prefixed).length > 0 ? [prefixed] : [],
    segments.length > 2 ? reword(prefixed) : [],
  ].filter((paths) => paths.length > 0);
  return found ?? [];
}

/** The API's spelling of the root and of the word behind the repository or workspace; never of a name. */
function respell(segments: readonly string[]): readonly string[] {
  const root = spell(segments[0] ?? '');
  const noun = root === 'repositories' ? 3 : 2;
  return segments.map((segment, at) => (at === 0 || at === noun ? spell(segment) : segment));
}

const spell = (word: string) => SPELLINGS.get(word) ?? word;

/** Puts the API's word for an invented one, then for a second one behind it: real paths only. */
function reword(segments: readonly string[], words = 2): (readonly string[])[] {
  for (const { after, words: known } of INVENTED) {
    const depth = after === '' ? 0 : segmentsOf(after).length;
    const before = depth === 0 ? {} : matchTemplate(after, segments.slice(0, depth));
    const meanings = known.get(segments[depth] ?? '');
    if (before === undefined || meanings === undefined) continue;
    const rest = segments.slice(depth + 1);
    const paths = meanings.flatMap((meaning) => {
      const start = segmentsOf(fillTemplate(meaning, before));
      return longestReal(start, rest, words - 1);
    });
    if (paths.length > 0) return paths;
  }
  return [];
}

/** The path with the whole rest, or what that may mean, or with as much of it as makes a real one. */
function longestReal(
  start: readonly string[],
  rest: readonly string[],
  words: number,
): (readonly string[])[] {
  const whole = respell([...start, ...rest]);
  if (realAt(whole).length > 0) return [whole];
  const meant = words > 0 ? reword(whole, words) : [];
  if (meant.length > 0) return meant;
  return rest.length > 0 ? longestReal(start, rest.slice(0, -1), 0) : [];
}

/** The operations of a path, unless it is one only because a revision may hold slashes. */
function realAt(segments: readonly string[]): readonly Endpoint[] {
  return operationsAt(segments.join('/')).filter(
    ({ template }) =>
      !template.endsWith('/{revision}') || segmentsOf(template).length === segments.length,
  );
}

/** The asked operation of a path; where there is none, the others, PUT first for PATCH. */
function operationsFor(asked: string, segments: readonly string[]): Suggestion[] {
  const here = realAt(segments);
  const exact = here.filter((endpoint) => endpoint.method === asked);
  const put = here.filter((endpoint) => asked === 'PATCH' && endpoint.method === 'PUT');
  const ranked = exact.length > 0 ? exact : [...new Set([...put, ...here])];
  return ranked.map((endpoint) => {
    const values = matchTemplate(endpoint.template, segments) ?? {};
    return { method: endpoint.method, path: fillTemplate(endpoint.template, values), endpoint };
  });
}
