import { allEndpoints } from './all-endpoints.ts';
import { distance } from './distance.ts';
import { SYNONYMS } from './synonyms.ts';
import { isParameter, segmentsOf } from './template.ts';

/**
 * The words that a search knows and that are spelled most like a given one, best first.
 * @param n how many at most
 */
export function nearestWords(word: string, n = 3): readonly string[] {
  const asked = word.toLowerCase();
  const paths = allEndpoints().flatMap(({ template }) => segmentsOf(template));
  const known = new Set([...paths.filter((segment) => !isParameter(segment)), ...SYNONYMS.keys()]);
  const bound = Math.max(2, asked.length / 2);
  return [...known]
    .map((one) => ({ one, far: distance(asked, one.toLowerCase()) }))
    .filter(({ far, one }) => far <= bound && far < one.length)
    .sort((a, b) => a.far - b.far)
    .slice(0, n)
    .map(({ one }) => one);
}
