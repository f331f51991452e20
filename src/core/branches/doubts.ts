import type { Context } from '../context.ts';
import { isPartlyRead } from './match-branch.ts';
import { type Rules, unseenRules } from './protections.ts';

/**
 * Says in a note what is not known for sure of what protects branches.
 * @param any whether there are branches: a repository without any has no main branch either
 * @param hidden what else cannot be seen, in sentences
 * @returns the same words; undefined where all is known
 */
export function noteDoubts(
  context: Context,
  rules: Rules,
  any: boolean,
  hidden: readonly string[] = [],
): string | undefined {
  const { main, restrictions = [] } = rules;
  const patterns = restrictions.map(({ pattern }) => pattern).filter(isPartlyRead);
  const doubts = [
    unseenRules(rules),
    ...hidden,
    any && main === undefined && MAIN_UNKNOWN,
    patterns.length > 0 &&
      `bbx does not read [ ], { } and \\ in branch restrictions: ${[...new Set(patterns)].join(', ')} protects all that may fit.`,
  ];
  const words = doubts.filter(Boolean).join(' ');
  if (words === '') return undefined;
  context.note(words);
  return words;
}

const MAIN_UNKNOWN =
  'The main branch is unknown: Bitbucket names none, so what main branches are usually called stays.';
