import * as z from 'zod/mini';
import { pullRequestName } from '../../core/bitbucket/pull-request-name.ts';
import { defineOperation } from '../../core/operation.ts';
import { pullRequestFields } from './fields.ts';
import { viewData } from './view-data.ts';
import { readView } from './view-parts.ts';

/** Shows a pull request with all that a decision about it needs. */
export const view = defineOperation({
  name: 'pr view',
  summary: 'Show a pull request: verdicts, checks, threads, tasks',
  description:
    'Shows a pull request: description, reviewers with verdicts, checks, unresolved threads, open tasks, and what blocks merging.',
  examples: [
    'pr view',
    'pr view 42 --comments',
    'pr view feature/JWT-rotation -R acme/backend-api',
  ],
  effect: 'read',
  input: z.strictObject({
    ...pullRequestFields,
    comments: z.optional(z.boolean()).check(z.describe('All threads in full, resolved ones too')),
  }),
  positional: ['pr'],
  short: { repo: 'R', comments: 'c' },
  run: async ({ pr, comments = false }, context) => {
    const parts = await readView(context, await pullRequestName(pr, context));
    return {
      kind: 'data',
      data: viewData(parts, comments),
      text: async (screen) => {
        const { viewText } = await import('./view-text.ts');
        return await viewText(parts, comments, screen);
      },
    };
  },
});
