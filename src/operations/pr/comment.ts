import * as z from 'zod/mini';
import { pullRequestName } from '../../core/bitbucket/pull-request-name.ts';
import { BbxError } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import { PULL_REQUEST } from '../used-paths.ts';
import { needs, onlyOne } from './combinations.ts';
import { planDelete, planEdit, planPost } from './comment-plans.ts';
import { pullRequestFields } from './fields.ts';
import { textGiven } from './text-given.ts';

/** Comments on a pull request or on lines of it, answers, and changes one's own comments. */
export const comment = defineOperation({
  name: 'pr comment',
  summary: 'Comment on a pull request, on its lines, or in answer',
  description:
    'Posts a comment (Markdown) on a pull request, on lines of its diff (checked before it is sent), or below another comment.',
  examples: [
    'pr comment 42 --body "Looks good."',
    'pr comment --path src/auth/jwt.ts --line 21 --body "Why 401?"',
    'pr comment 42 --reply-to 5 --body-file answer.md',
    'pr comment 42 --edit 7 --body "Better words"',
  ],
  effect: 'write',
  asks: true,
  additive: true,
  input: z.strictObject({
    ...pullRequestFields,
    body: z.optional(z.string()).check(z.describe('The text')),
    bodyFile: z.optional(z.string()).check(z.describe('A file with the text; - for stdin')),
    replyTo: z.optional(z.int()).check(z.describe('Id of the comment to answer')),
    path: z.optional(z.string()).check(z.describe('File in the diff; alone: the whole file')),
    line: z.optional(z.int()).check(z.describe('Line of it, or the last of a range')),
    startLine: z.optional(z.int()).check(z.describe('First line of the range')),
    side: z
      .optional(z.enum(['new', 'old']))
      .check(z.describe('Default: new; old for removed lines')),
    edit: z.optional(z.int()).check(z.describe('Id of your comment to write anew')),
    delete: z.optional(z.int()).check(z.describe('Id of your comment to delete')),
  }),
  uses: [
    { endpoint: `GET ${PULL_REQUEST}/diff`, when: ['path'] },
    { endpoint: `GET ${PULL_REQUEST}/comments/{comment_id}`, when: ['replyTo', 'edit', 'delete'] },
    { endpoint: `POST ${PULL_REQUEST}/comments`, unless: ['edit', 'delete'] },
    { endpoint: `PUT ${PULL_REQUEST}/comments/{comment_id}`, when: ['edit'] },
    { endpoint: `DELETE ${PULL_REQUEST}/comments/{comment_id}`, when: ['delete'] },
  ],
  positional: ['pr'],
  short: { repo: 'R', body: 'b', bodyFile: 'F' },
  terminalOnly: ['bodyFile', 'edit', 'delete'],
  plan: async (input, context) => {
    const { pr, body, bodyFile, replyTo, path, line, startLine, side, edit } = input;
    onlyOne({ replyTo, path, edit, delete: input.delete });
    onlyOne({ body, bodyFile, delete: input.delete });
    needs({ line, startLine, side }, { path });
    needs({ startLine, side }, { line });
    const text = await textGiven({ text: body, file: bodyFile, name: 'body' }, context);
    const name = await pullRequestName(pr, context);
    if (input.delete !== undefined) return await planDelete(context, name, input.delete);
    const words = required(text);
    if (edit !== undefined) return await planEdit(context, name, edit, words);
    const asked = path === undefined ? undefined : { path, side, line, startLine };
    return await planPost(context, name, { text: words, asked, parent: replyTo });
  },
});

function required(text: string | undefined): string {
  if (text !== undefined) return text;
  throw new BbxError('USAGE', 'The comment has no text.', {
    hint: 'Give it with --body TEXT or --body-file FILE.',
  });
}
