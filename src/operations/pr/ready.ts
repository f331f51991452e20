import * as z from 'zod/mini';
import { pullRequestName } from '../../core/bitbucket/pull-request-name.ts';
import { planUpdate, sendUpdate } from '../../core/bitbucket/update-pull-request.ts';
import { defineOperation } from '../../core/operation.ts';
import { PULL_REQUEST } from '../used-paths.ts';
import { done } from './done.ts';
import { pullRequestFields } from './fields.ts';
import { notOpen } from './when-open.ts';

/** Ends the draft state, or begins it again. */
export const ready = defineOperation({
  name: 'pr ready',
  summary: 'Mark a draft as ready for review, or make it a draft again',
  description:
    'Marks a draft pull request as ready for review; undo makes it a draft again. Everything else of it stays as it is.',
  examples: ['pr ready', 'pr ready 42 --undo'],
  effect: 'write',
  idempotent: true,
  input: z.strictObject({
    ...pullRequestFields,
    undo: z.optional(z.boolean()).check(z.describe('Make it a draft again')),
  }),
  uses: [`GET ${PULL_REQUEST}`, `PUT ${PULL_REQUEST}`],
  positional: ['pr'],
  short: { repo: 'R' },
  run: async ({ pr, undo = false }, context) => {
    const name = await pullRequestName(pr, context);
    const update = await planUpdate(context, name, { draft: undo });
    const { id } = name;
    const state = undo ? 'a draft' : 'ready for review';
    if (update.before.state !== 'OPEN') throw notOpen(update.before, `made ${state}`);
    if (update.changed.length === 0) {
      const { url } = update.before;
      return done(`Nothing to change: pull request ${id} is ${state}.`, { id, draft: undo, url });
    }
    const { draft, url } = await sendUpdate(context, name, update);
    return done(`Pull request ${id} is now ${draft ? 'a draft' : 'ready for review'}.`, {
      ...{ id, draft, url },
    });
  },
});
