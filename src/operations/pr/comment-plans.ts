import type { DataAnswer } from '../../core/answer.ts';
import { deleteComment, editComment, readComment } from '../../core/bitbucket/comments.ts';
import { postOnce } from '../../core/bitbucket/post-once.ts';
import type { PullRequestName } from '../../core/bitbucket/pull-request.ts';
import { readPullRequestDiff } from '../../core/bitbucket/pull-request-diff.ts';
import type { Context } from '../../core/context.ts';
import type { DiffLine } from '../../core/diff/diff.ts';
import type { Planned } from '../../core/operation.ts';
import { type AskedPlace, checkedPlace } from './checked-place.ts';
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
  {
    text,
    asked,
    parent,
  }: { text: string; asked: AskedPlace | undefined; parent: number | undefined },
): Promise<Planned> {
  const checked = asked && checkedPlace(await readPullRequestDiff(context, name), asked);
  const { place, lines = [] } = checked ?? {};
  const answered = parent === undefined ? undefined : await readComment(context, name, parent);
  const at = place && placeText(place);
  const data = { pull_request: name.id, at, reply_to: parent, code: codeOf(lines), body: text };
  const above = answered ? [safe(`> ${answered.author.name}: ${answered.text}`)] : shown(lines);
  return {
    preview: preview({ action: 'comment', ...data }, [...(at ? [safe(at)] : []), ...above, text]),
    perform: async () => {
      const { id, url } = await postOnce(context, name, { text, place, parent });
      const where = at ? ` on ${at}` : parent === undefined ? '' : ` in answer to ${parent}`;
      return done(`Comment ${id} is posted${where}: ${url}`, { id, at, reply_to: parent, url });
    },
  };
}

/** Plans to write another text into a comment. */
export async function planEdit(
  context: Context,
  name: PullRequestName,
  id: number,
  text: string,
): Promise<Planned> {
  const before = await readComment(context, name, id);
  const data = { action: 'edit', pull_request: name.id, id, before: before.text, body: text };
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
  const data = { action: 'delete', pull_request: name.id, id, body: before.text };
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
  data: { dry_run: true, ...data },
  text: async () => lines.map(multiline).join('\n'),
});

const multiline = (text: string) => text.split('\n').map(safe).join('\n');

const SIGNS = { context: ' ', added: '+', removed: '-' } as const;

const codeOf = (lines: readonly DiffLine[]) =>
  lines.length === 0 ? undefined : lines.map(({ text }) => text).join('\n');

const shown = (lines: readonly DiffLine[]) =>
  lines.map((line) => `${line.new ?? line.old} ${SIGNS[line.kind]} ${line.text}`);
