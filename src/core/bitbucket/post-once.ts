import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { currentUser } from './current-user.ts';
import type { PullRequestName } from './pull-request.ts';
import { type Comment, type NewComment, type Place, postComment, readThreads } from './threads.ts';

/**
 * Posts a comment. Where its answer is lost, it may be there all the same: it is looked for, and
 * never posted a second time.
 * @throws BbxError as `postComment`; when the answer was lost and there is no such comment, its hint
 *   says to look before it is repeated
 */
export async function postOnce(
  context: Context,
  name: PullRequestName,
  given: NewComment,
): Promise<Comment> {
  try {
    return await postComment(context, name, given);
  } catch (error) {
    const lost =
      error instanceof BbxError && ['NETWORK', 'TIMEOUT', 'UNAVAILABLE'].includes(error.code);
    if (!lost) throw error;
    const found = await findPosted(context, name, given).catch(() => undefined);
    if (found === undefined) throw unknownOutcome(name, error);
    context.note(`The answer was lost (${error.message}), but there is such a comment of yours.`);
    return found;
  }
}

const unknownOutcome = ({ id }: PullRequestName, error: BbxError) =>
  new BbxError(error.code, `The comment may not be posted: ${error.message}`, {
    hint: `Look at the comments of pull request ${id} before you repeat it.`,
    status: error.status,
    server: error.server,
    cause: error,
  });

/**
 * Looks for a comment that was posted although its answer was lost: one's own, with the same text
 * in the same place.
 * @returns undefined where there is none, or where nobody is signed in by name (an access token)
 */
async function findPosted(
  context: Context,
  name: PullRequestName,
  { text, place, parent }: NewComment,
): Promise<Comment | undefined> {
  const me = await currentUser(context);
  if (me === undefined) return undefined;
  const all = (await readThreads(context, name)).flatMap(({ comments }) => comments);
  const own = all.filter(({ author }) => author.uuid === me.uuid);
  // The newest: an older one that is alike is not what was just sent.
  return own.findLast(
    (one) =>
      normalised(one.text) === normalised(text) &&
      one.parent === parent &&
      (parent !== undefined || isSamePlace(one.place, place)),
  );
}

const normalised = (text: string) => text.replace(/\r\n?/g, '\n').trim();

const isSamePlace = (a: Place | undefined, b: Place | undefined) =>
  a?.path === b?.path && a?.side === b?.side && a?.line === b?.line;
