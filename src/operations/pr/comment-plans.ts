import type { DataAnswer } from '../../core/answer.ts';
import { checkPlace } from '../../core/bitbucket/check-place.ts';
import {
  deleteComment,
  editComment,
  findPosted,
  readComment,
} from '../../core/bitbucket/comments.ts';
import type { PullRequestName } from '../../core/bitbucket/pull-request.ts';
import { readPullRequestDiff } from '../../core/bitbucket/pull-request-diff.ts';
import { type Comment, type NewComment, postComment } from '../../core/bitbucket/threads.ts';
import type { Context } from '../../core/context.ts';
import type { DiffLine } from '../../core/diff/diff.ts';
import { BbxError } from '../../core/errors.ts';
import type { Planned } from '../../core/operation.ts';
import { done } from './done.ts';
import { placeText } from './place-text.ts';
import { safe } from './short-lines.ts';

/**
 * Plans to post a comment, after a look at the lines or the comment that it belongs to.
 * @throws BbxError BAD_REQUEST for a place outside the diff, NOT_FOUND for a comment to answer
 */
export async function planPost(
  context: Context,
  name: PullRequestName,
  given: NewComment,
): Promise<Planned> {
  const { text, place, parent } = given;
  const files = place && (await readPullRequestDiff(context, name));
  const lines = files && place ? checkPlace(files, place) : [];
  const answered = parent === undefined ? undefined : await readComment(context, name, parent);
  const at = place && placeText(place);
  const data = { pullRequest: name.id, at, replyTo: parent, code: codeOf(lines), body: text };
  const above = answered ? [safe(`> ${answered.author.name}: ${answered.text}`)] : shown(lines);
  return {
    preview: preview({ action: 'comment', ...data }, [...(at ? [safe(at)] : []), ...above, text]),
    perform: async () => {
      const { id, url } = await postOnce(context, name, given);
      const where = at ? ` on ${at}` : parent === undefined ? '' : ` in answer to ${parent}`;
      return done(`Comment ${id} is posted${where}: ${url}`, { id, at, replyTo: parent, url });
    },
  };
}

/** A comment whose answer was lost may be there: it is looked for, and never posted twice. */
async function postOnce(
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
    hint: `Look with bbx pr threads ${id} --all before you repeat it.`,
    status: error.status,
    server: error.server,
    cause: error,
  });

/** Plans to write another text into a comment. */
export async function planEdit(
  context: Context,
  name: PullRequestName,
  id: number,
  text: string,
): Promise<Planned> {
  const before = await readComment(context, name, id);
  const data = { action: 'edit', pullRequest: name.id, id, before: before.text, body: text };
  return {
    preview: preview(data, [text]),
    perform: async () => {
      if (before.text === text) {
        return done(`Nothing to change: comment ${id} says this already.`, { id, url: before.url });
      }
      const { url } = await editComment(context, name, before, text);
      return done(`Comment ${id} is changed: ${url}`, { id, url });
    },
  };
}

/** Plans to delete a comment. */
export async function planDelete(
  context: Context,
  name: PullRequestName,
  id: number,
): Promise<Planned> {
  const before = await readComment(context, name, id);
  const data = { action: 'delete', pullRequest: name.id, id, body: before.text };
  return {
    preview: preview(data, [`${before.author.name}: ${before.text}`]),
    question: `Delete comment ${id} of pull request ${name.id}?`,
    destroys: true,
    perform: async () => {
      await deleteComment(context, name, before);
      return done(`Comment ${id} is deleted.`, { id });
    },
  };
}

const preview = (data: object, lines: readonly string[]): DataAnswer => ({
  kind: 'data',
  data: { dryRun: true, ...data },
  text: async () => lines.map(multiline).join('\n'),
});

const multiline = (text: string) => text.split('\n').map(safe).join('\n');

const SIGNS = { context: ' ', added: '+', removed: '-' } as const;

const codeOf = (lines: readonly DiffLine[]) =>
  lines.length === 0 ? undefined : lines.map(({ text }) => text).join('\n');

const shown = (lines: readonly DiffLine[]) =>
  lines.map((line) => `${line.new ?? line.old} ${SIGNS[line.kind]} ${line.text}`);
