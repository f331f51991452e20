import * as z from 'zod/mini';
import { defineOperation } from '../../core/operation.ts';
import { PULL_REQUEST } from '../used-paths.ts';
import { planEdit } from './edit-plan.ts';
import { pullRequestFields } from './fields.ts';

const text = (words: string) => z.optional(z.string()).check(z.describe(words));
const flag = (words: string) => z.optional(z.boolean()).check(z.describe(words));
const names = (words: string) => z.optional(z.array(z.string())).check(z.describe(words));

/** Changes an open pull request and keeps the rest of it. */
export const edit = defineOperation({
  name: 'pr edit',
  summary: 'Change title, description, reviewers and more of a pull request',
  description:
    'Changes what is named of an open pull request, and keeps all else as it is at that moment.',
  examples: [
    'pr edit 42 --title "Rotate the signing keys"',
    'pr edit --add-reviewer tombecker --remove-reviewer "Aiko Tanaka"',
    'pr edit 42 -R acme/backend-api --body-file notes.md --ready --dry-run',
  ],
  effect: 'write',
  idempotent: true,
  agentsPreview: true,
  input: z.strictObject({
    pr: pullRequestFields.pr,
    title: text('New title'),
    body: text('New description, in Markdown'),
    bodyFile: text('A file with the description, - for standard input'),
    base: text('New target branch'),
    addReviewer: names('Name, nickname or uuid; repeatable'),
    removeReviewer: names('Name, nickname or uuid; repeatable'),
    draft: flag('Make it a draft'),
    ready: flag('Make it no draft any more'),
    closeSourceBranch: flag('Delete the branch on merge'),
    keepSourceBranch: flag('Keep the branch on merge'),
    repo: pullRequestFields.repo,
  }),
  uses: [`GET ${PULL_REQUEST}`, `PUT ${PULL_REQUEST}`],
  positional: ['pr'],
  short: { title: 't', body: 'b', bodyFile: 'F', base: 'B', repo: 'R' },
  terminalOnly: ['bodyFile', 'ready', 'keepSourceBranch'],
  plan: planEdit,
});
