import { isSlug } from '../../core/bitbucket/is-slug.ts';

/** A repository by workspace and slug. */
export type Home = readonly [workspace: string, repo: string];

/** Whether a text is WORKSPACE/REPO. */
export const isFullName = (text: string): boolean =>
  text.split('/').length === 2 && text.split('/').every(isSlug);

/** Whether two names are one, for Bitbucket. */
export const isSame = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase();
