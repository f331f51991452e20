import * as z from 'zod/mini';
import { defineOperation } from '../../core/operation.ts';
import { BRANCHES, PULL_REQUESTS } from '../used-paths.ts';
import { planCreate } from './create-plan.ts';
import { pullRequestFields } from './fields.ts';

const text = (words: string) => z.optional(z.string()).check(z.describe(words));
const flag = (words: string) => z.optional(z.boolean()).check(z.describe(words));

/** Opens a pull request. */
export const create = defineOperation({
  name: 'pr create',
  summary: 'Open a pull request from a branch',
  description:
    'Opens a pull request from a pushed branch, by default the current one into the main branch (from a fork into its parent). Title and description come from the commits, or the template in the repository; default reviewers are asked.',
  examples: [
    'pr create',
    'pr create --title "Retry on 503" --body-file notes.md --reviewer tombecker --draft',
    'pr create -R acme/backend-api --head feature/retry --base release/2.3 --dry-run',
  ],
  effect: 'write',
  additive: true,
  agentsPreview: true,
  input: z.strictObject({
    title: text('Default: from the commits'),
    body: text('Description, in Markdown'),
    bodyFile: text('A file with the description, - for standard input'),
    fill: flag('Title and description from the commits, whatever the template says'),
    head: text('Source branch, or WORKSPACE/REPO:BRANCH'),
    base: text('Target branch'),
    reviewer: z
      .optional(z.array(z.string()))
      .check(z.describe('Name, nickname or uuid; repeatable')),
    noDefaultReviewers: flag('Ask only the reviewers named here'),
    draft: flag('As a draft'),
    closeSourceBranch: flag('Delete the branch on merge'),
    repo: pullRequestFields.repo,
  }),
  uses: [`GET ${BRANCHES}/{name}`, `POST ${PULL_REQUESTS}`],
  short: {
    title: 't',
    body: 'b',
    bodyFile: 'F',
    fill: 'f',
    head: 'H',
    base: 'B',
    reviewer: 'r',
    draft: 'd',
    repo: 'R',
  },
  terminalOnly: ['bodyFile', 'fill'],
  plan: planCreate,
});
