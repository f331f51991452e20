import type { PullRequestName } from '../bitbucket/pull-request.ts';
import { type Comment, type NewComment, readThreads } from '../bitbucket/threads.ts';
import type { Context } from '../context.ts';
import { comparable } from './comment-text.ts';

/**
 * Looks for a comment whose answer was lost among those that there are now.
 * @param known.seen the numbers of those that were there before
 * @param known.me whose it is; undefined when nobody knows
 * @throws BbxError as `call`
 */
export async function findLost(
  context: Context,
  name: PullRequestName,
  { text, place, parent }: NewComment,
  { seen, me }: { seen: ReadonlySet<number>; me: string | undefined },
): Promise<Comment | undefined> {
  const threads = await readThreads(context, name);
  return threads
    .flatMap(({ comments }) => comments)
    .find(
      (comment) =>
        !seen.has(comment.id) &&
        (me === undefined || comment.author.uuid === me) &&
        comment.parent === parent &&
        comparable(comment.text) === comparable(text) &&
        // An answer stands where its thread does.
        (parent !== undefined ||
          (comment.place?.path === place?.path &&
            comment.place?.side === place?.side &&
            comment.place?.line === place?.line)),
    );
}
