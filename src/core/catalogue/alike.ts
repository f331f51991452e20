import { allEndpoints } from './all-endpoints.ts';
import { distance } from './distance.ts';
import type { Endpoint } from './endpoint.ts';
import { fillTemplate, isParameter, segmentsOf } from './template.ts';

interface Alike {
  readonly method: string;
  readonly path: string;
  readonly endpoint: Endpoint;
}

/** How unlike a path may be, in the units of `unlikeness`, and still be worth naming. */
const FAR = 3;

/**
 * The operations whose paths are spelled nearly like the asked one, or end one word earlier.
 * @param segments as `segmentsOf` gives them
 * @returns the most alike first, one operation for a path
 */
export function alike(method: string, segments: readonly string[]): Alike[] {
  const scored = allEndpoints().map((endpoint) => ({
    endpoint,
    score: unlikeness(endpoint.template, segments) + (endpoint.method === method ? 0 : 0.2),
  }));
  const near = scored.filter(({ score }) => score < FAR).sort((a, b) => a.score - b.score);
  const best = near[0]?.score ?? 0;
  const seen = new Set<string>();
  return near
    .filter(({ endpoint, score }) => {
      const repeated = seen.has(endpoint.template);
      seen.add(endpoint.template);
      return !repeated && score <= best + 1;
    })
    .map(({ endpoint }) => ({
      method: endpoint.method,
      path: place(endpoint.template, segments),
      endpoint,
    }));
}

/** 0 for the same path; a word misspelled 1, a word too much or too few 2, another word out of reach. */
function unlikeness(template: string, segments: readonly string[]): number {
  const wanted = segmentsOf(template);
  const words = wanted.map((want, index) => wordUnlikeness(want, segments[index]));
  const extra = Math.max(0, segments.length - wanted.length);
  return words.reduce((sum, word) => sum + word, extra * 2);
}

function wordUnlikeness(want: string, given: string | undefined): number {
  if (given === undefined) return 2;
  if (want === given) return 0;
  if (isParameter(want)) return 0.1;
  const typo = want.length > 3 && distance(want, given) <= 2;
  const part = given.length > 3 && (want.startsWith(given) || given.startsWith(want));
  return typo || part ? 1 : FAR;
}

/** Fills a template with what stands at the same places of the asked path. */
function place(template: string, segments: readonly string[]): string {
  const pairs = segmentsOf(template).map((want, index) => [want.slice(1, -1), segments[index]]);
  return fillTemplate(template, Object.fromEntries(pairs));
}
