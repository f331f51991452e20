import * as z from 'zod/mini';
import { pullRequestName } from '../../core/bitbucket/pull-request-name.ts';
import { pullRequestPage } from '../../core/bitbucket/pull-request-page.ts';
import { giveVerdict } from '../../core/bitbucket/verdict.ts';
import { defineOperation } from '../../core/operation.ts';
import { PULL_REQUEST } from '../used-paths.ts';
import { done } from './done.ts';
import { pullRequestFields } from './fields.ts';
import { whenOpen } from './when-open.ts';

/** Approves, or takes an approval back. */
export const approve = defineOperation({
  name: 'pr approve',
  summary: 'Approve a pull request, or take the approval back',
  description: 'Approves a pull request as whoever is signed in; undo takes the approval back.',
  examples: ['pr approve 42', 'pr approve 42 --undo'],
  effect: 'write',
  idempotent: true,
  additive: true,
  input: z.strictObject({
    ...pullRequestFields,
    undo: z.optional(z.boolean()).check(z.describe('Take the approval back')),
  }),
  uses: [
    { endpoint: `POST ${PULL_REQUEST}/approve`, unless: ['undo'] },
    { endpoint: `DELETE ${PULL_REQUEST}/approve`, when: ['undo'] },
  ],
  positional: ['pr'],
  short: { repo: 'R' },
  run: async ({ pr, undo = false }, context) => {
    const name = await pullRequestName(pr, context);
    await whenOpen(context, name, 'approved', async () => {
      if (undo) await giveVerdict(context, name, 'none', 'approve');
      else await giveVerdict(context, name, 'approve');
    });
    const { workspace, repo, id } = name;
    const said = undo ? 'The approval is taken back from' : 'Approved';
    return done(`${said} pull request ${id} of ${workspace}/${repo}.`, {
      ...{ id, approved: !undo, url: pullRequestPage(context, name) },
    });
  },
});
