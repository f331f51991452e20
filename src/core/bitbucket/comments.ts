import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { call, path } from './call.ts';
import { currentUser } from './current-user.ts';
import { getAt } from './json-object.ts';
import { type PullRequestName, pullRequestPath } from './pull-request.ts';
import { type Comment, commentOf } from './threads.ts';

const commentPath = (name: PullRequestName, id: number) =>
  `${pullRequestPath(name)}${path`/comments/${id}`}`;

/**
 * Reads one comment.
 * @throws BbxError NOT_FOUND for one that is not there or is deleted, and as `call`
 */
export async function readComment(
  context: Context,
  name: PullRequestName,
  id: number,
): Promise<Comment> {
  try {
    const data = await call(context, 'GET', commentPath(name, id));
    // Bitbucket keeps a deleted comment and shows it still.
    if (getAt(data, 'deleted') === true) throw absent(name, id, 'is deleted');
    return commentOf(data);
  } catch (error) {
    if (!(error instanceof BbxError) || error.code !== 'NOT_FOUND' || error.status === undefined)
      throw error;
    throw absent(name, id, 'is not there', error);
  }
}

const absent = (name: PullRequestName, id: number, how: string, cause?: BbxError) =>
  new BbxError('NOT_FOUND', `Comment ${id} of pull request ${name.id} ${how}.`, {
    hint: `bbx pr threads ${name.id} lists comments with their ids. Is it the right repository (-R)?`,
    status: cause?.status,
    server: cause?.server,
    cause,
  });

/**
 * Writes another text into a comment of one's own.
 * @param before the comment as it was read
 * @throws BbxError FORBIDDEN for somebody else's, which names them, and as `call`
 */
export async function editComment(
  context: Context,
  name: PullRequestName,
  before: Comment,
  text: string,
): Promise<Comment> {
  const body = { content: { raw: text } };
  const send = () => call(context, 'PUT', commentPath(name, before.id), { body });
  return commentOf(await asAuthor(context, before, 'edit', send));
}

/**
 * Deletes a comment of one's own; its answers stay.
 * @throws BbxError FORBIDDEN for somebody else's, which names them, and as `call`
 */
export async function deleteComment(
  context: Context,
  name: PullRequestName,
  before: Comment,
): Promise<void> {
  const send = () => call(context, 'DELETE', commentPath(name, before.id));
  await asAuthor(context, before, 'delete', send).catch((error: unknown) => {
    // The first try had lost its answer, and had its effect.
    if (!(error instanceof BbxError) || error.code !== 'NOT_FOUND' || !error.afterLoss) throw error;
  });
}

async function asAuthor<T>(
  context: Context,
  { id, author }: Comment,
  what: string,
  send: () => Promise<T>,
): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof BbxError) || error.code !== 'FORBIDDEN') throw error;
    const me = await currentUser(context).catch(() => undefined);
    if (me === undefined || me.uuid === author.uuid) throw error;
    throw new BbxError(
      'FORBIDDEN',
      `Comment ${id} is ${author.name}'s: only its author can ${what} it.`,
      {
        hint: 'Answer it instead.',
        status: error.status,
        server: error.server,
        cause: error,
      },
    );
  }
}
