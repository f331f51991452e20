import type { Branch } from '../bitbucket/branches.ts';
import { currentUser } from '../bitbucket/current-user.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { type Age, ageWords, before, parseAge } from './age.ts';
import { type Fits, matchBranch, matchBranchOrBelow } from './match-branch.ts';

/** Which branches are meant, as it was typed. */
export interface CriteriaWords {
  readonly olderThan?: string | undefined;
  readonly merged?: boolean | undefined;
  readonly declined?: boolean | undefined;
  readonly author?: string | undefined;
  readonly match?: readonly string[] | undefined;
  readonly except?: readonly string[] | undefined;
}

/** Which branches are meant. */
export interface Criteria {
  readonly words: CriteriaWords;
  readonly age: Age | undefined;
  readonly merged: boolean;
  readonly declined: boolean;
  /** In lower case; a uuid where it was "me". */
  readonly author: string | undefined;
  readonly match: Fits | undefined;
  readonly except: Fits;
}

/**
 * Reads the criteria of a prune.
 * @throws BbxError USAGE for what cannot be read, and without any criterion that says what is left
 *   over: a prune without one would take every branch
 */
export async function readCriteria(words: CriteriaWords, context: Context): Promise<Criteria> {
  const { olderThan, merged = false, declined = false, author, match, except = [] } = words;
  if (olderThan === undefined && !merged && !declined) {
    throw new BbxError('USAGE', 'Nothing says which branches are left over.', {
      hint: 'Give at least one of --older-than 90d, --merged and --declined; --author, --match and --except narrow it.',
    });
  }
  return {
    words,
    age: olderThan === undefined ? undefined : parseAge(olderThan, '--older-than'),
    merged,
    declined,
    author: author === undefined ? undefined : await authorName(author, context),
    match: match === undefined ? undefined : matchBranch(match, '--match'),
    except: matchBranchOrBelow(except, '--except'),
  };
}

/**
 * The name to look for among a branch's authorNames.
 * @param given a nickname, a display name, an e-mail, a uuid; "me" for who is signed in
 * @throws BbxError USAGE for "me" with a token that is nobody's
 */
export async function authorName(given: string, context: Context): Promise<string> {
  const name = given.trim().toLowerCase();
  if (name === '') throw new BbxError('USAGE', 'The author is empty.', { hint: AUTHOR });
  if (name !== 'me' && name !== '@me') return name;
  const me = await currentUser(context);
  if (me) return me.uuid.toLowerCase();
  throw new BbxError('USAGE', 'This token is nobody in particular, or may not say who it is.', {
    hint: `Name the author. ${AUTHOR}`,
  });
}

const AUTHOR = 'An author is a nickname, a name, an e-mail or a uuid.';

/**
 * Says why a branch is none of those that are meant, as far as it can be told by itself.
 * @param now in milliseconds since 1970
 * @returns words for a group of branches: "younger than 90 days"
 */
export function outsideOf(
  { match, author, age }: Criteria,
  branch: Branch,
  now: number,
): string | undefined {
  if (match && !match(branch.name)) return 'not matched by --match';
  if (author !== undefined && !branch.authorNames.includes(author)) return 'by other authors';
  if (age && branch.date > before(now, age)) return youngerThan(age);
  return undefined;
}

/** The reason of branches that are not old enough. */
export const youngerThan = (age: Age): string => `younger than ${ageWords(age)}`;
