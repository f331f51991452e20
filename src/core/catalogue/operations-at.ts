import { allEndpoints } from './all-endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import { isParameter, isTail, matchTemplate, segmentsOf } from './template.ts';

/**
 * Every operation on one path: its methods, in the order GET, POST, PUT, DELETE.
 * Where several templates fit, the one with a literal earlier in the path wins.
 * @param path with or without /2.0, a query and a slash at its end
 * @returns an empty list where Bitbucket has no such path
 */
export const operationsAt = (path: string): readonly Endpoint[] => operationsOn(segmentsOf(path));

/**
 * The same for a path that is taken apart already.
 * @param anyCase whether upper and lower case are one
 */
export function operationsOn(segments: readonly string[], anyCase = false): readonly Endpoint[] {
  const fitting = allEndpoints().filter((endpoint) =>
    matchTemplate(endpoint.template, segments, anyCase),
  );
  const best = fitting.map((endpoint) => rank(endpoint.template)).sort()[0];
  return fitting.filter((endpoint) => rank(endpoint.template) === best);
}

/** Sorts literals before parameters, and those before tails, segment by segment. */
function rank(template: string): string {
  return segmentsOf(template)
    .map((segment) => (isTail(segment) ? 'c' : isParameter(segment) ? 'b' : 'a'))
    .join('');
}
