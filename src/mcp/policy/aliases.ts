import { operationsOn } from '../../core/catalogue/operations-at.ts';
import { folded } from './pattern.ts';

/** One owner, by the names that it has had in the API. */
const ROOTS = ['workspaces', 'teams', 'users'];

/**
 * Other addresses of the same thing: what /workspaces/acme has, /teams/acme and /users/acme mostly
 * have too, the variables of pipelines with another sign in their name.
 * @param segments decoded
 */
export function aliasesOf(segments: readonly string[]): readonly (readonly string[])[] {
  const [root = '', owner = '', noun, ...rest] = segments;
  if (noun === undefined || !ROOTS.includes(folded(root))) return [];
  const nouns = new Set([noun, noun.replace('_', '-'), noun.replace('-', '_')]);
  return ROOTS.flatMap((other) => [...nouns].map((one) => [other, owner, one, ...rest])).filter(
    ([other, , one], at, all) =>
      !(other === folded(root) && one === noun) && operationsOn(all[at] ?? [], true).length > 0,
  );
}
