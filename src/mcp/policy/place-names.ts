import { aliasesOf } from './aliases.ts';
import type { Limits } from './limits.ts';
import { folded, type Pattern } from './pattern.ts';

/** The first pin or rule that is about a workspace or a repository by its name. */
export function namesPlaces({ pins, denies, allows }: Limits): string | undefined {
  const rules = [...denies, ...allows.flatMap(({ value }) => value)];
  return pins[0]?.origin ?? rules.find(({ pattern }) => namesPlace(pattern))?.origin;
}

/** A literal where a workspace or a repository stands, or may stand since ** is before it. */
function namesPlace(pattern: Pattern): boolean {
  const wide = pattern.indexOf('**');
  const [root] = pattern;
  const own = typeof root === 'object' && /^(user|hook_events)$/i.test(root.literal);
  return pattern.some(
    (part, at) =>
      typeof part === 'object' &&
      at > 0 &&
      ((at <= 2 && !own) || (wide >= 0 && wide <= 2 && at > wide)),
  );
}

/** What stands where workspaces and repositories are named; users are people, but what a workspace has too is a workspace's. */
export function placeNames(segments: readonly string[]): readonly string[] {
  const [root = '', first, second] = segments;
  const given = (names: readonly (string | undefined)[]) =>
    names.filter((name) => name !== undefined);
  if (folded(root) === 'repositories') return given([first, second]);
  if (/^(workspaces|snippets|teams)$/.test(folded(root)) || aliasesOf(segments).length > 0) {
    return given([first]);
  }
  if (folded(root) === 'user' && folded(first ?? '') === 'workspaces') return given([second]);
  return [];
}
