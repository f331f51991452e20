import type { JsonObject } from '../../core/bitbucket/json-object.ts';
import { matching, peopleOf } from '../../core/bitbucket/people.ts';
import type { Person } from '../../core/bitbucket/person.ts';
import type { PullRequest, PullRequestName } from '../../core/bitbucket/pull-request.ts';
import { type PullRequestUpdate, planUpdate } from '../../core/bitbucket/update-pull-request.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';

interface ReviewerNames {
  readonly addReviewer?: readonly string[] | undefined;
  readonly removeReviewer?: readonly string[] | undefined;
}

/** Finds who is to review, and who is not any more, once it is known how a pull request stands. */
export interface Reviewers {
  readonly add: (pr: PullRequest) => Promise<readonly Person[]>;
  readonly remove: (pr: PullRequest) => Promise<readonly Person[]>;
}

/** Names stand first for those who are in the pull request already, then for anybody else. */
export function reviewerNames(
  { addReviewer = [], removeReviewer = [] }: ReviewerNames,
  where: PullRequestName,
  context: Context,
): Reviewers {
  const people = peopleOf(context);
  const find = async ({ reviewers }: PullRequest, given: string) => {
    const known = matching(reviewers, given);
    const [only] = known;
    return only && known.length === 1 ? only : await people.named(given, where);
  };
  const all = (names: readonly string[]) => async (pr: PullRequest) =>
    await Promise.all(names.map((given) => find(pr, given)));
  return { add: all(addReviewer), remove: all(removeReviewer) };
}

/**
 * Works out an update of what is wanted and of the reviewers.
 * @throws BbxError USAGE for somebody who is to be added and removed, BAD_REQUEST for the author as a
 *   reviewer, and as `planUpdate`
 */
export async function updateWith(
  wanted: JsonObject,
  people: Reviewers,
  name: PullRequestName,
  context: Context,
): Promise<PullRequestUpdate> {
  return await planUpdate(context, name, async (pr) => {
    const [added, removed] = await Promise.all([people.add(pr), people.remove(pr)]);
    if (added.length + removed.length === 0) return wanted;
    const author = added.find(({ uuid }) => uuid === pr.author.uuid);
    if (author) {
      throw new BbxError('BAD_REQUEST', `${author.name} opened it and cannot review it.`, {
        hint: 'Leave that reviewer away. Nothing was sent.',
      });
    }
    const gone = new Set(removed.map(({ uuid }) => uuid));
    const both = added.find(({ uuid }) => gone.has(uuid));
    if (both) {
      throw new BbxError('USAGE', `${both.name} is to be added and removed.`, {
        hint: 'Decide for one.',
      });
    }
    const all = new Map([...pr.reviewers, ...added].map(({ uuid }) => [uuid, { uuid }]));
    return { ...wanted, reviewers: [...all.values()].filter(({ uuid }) => !gone.has(uuid)) };
  });
}
