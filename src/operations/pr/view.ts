import * as z from 'zod/mini';
import { pullRequestName } from '../../core/bitbucket/pull-request-name.ts';
import { defineOperation } from '../../core/operation.ts';
import { PULL_REQUEST } from '../used-paths.ts';
import { pullRequestFields } from './fields.ts';
import { viewData } from './view-data.ts';
import { readView } from './view-parts.ts';
import { hiddenWords, shownOf } from './view-shown.ts';

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
  uses: [`GET ${PULL_REQUEST}`],
  positional: ['pr'],
  short: { repo: 'R', comments: 'c' },
  run: async ({ pr, comments = false }, context) => {
    const name = await pullRequestName(pr, context);
    const parts = await readView(context, name);
    const { parts: shown, hidden } = comments ? { parts, hidden: 0 } : shownOf(parts);
    return {
      kind: 'data',
      data: viewData(parts, comments),
      ...(hidden > 0 && {
        brief: {
          data: { ...viewData(shown, comments), comments: parts.pr.comments },
          omitted: [`${hiddenWords(hidden)} (bb_pr_threads lists them)`],
        },
      }),
      text: async (screen) => {
        const { viewText } = await import('./view-text.ts');
        const text = await viewText(shown, comments, screen);
        if (hidden === 0) return text;
        return `${text}\n\n${hiddenWords(hidden)}: bbx pr threads ${name.id} lists them`;
      },
    };
  },
});
