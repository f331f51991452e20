import * as z from 'zod/mini';
import { BbxError } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';

/** Reads on in kept answers, where bb_get, which does that too, is not among the tools. */
export const bbRead = defineOperation({
  name: 'read',
  summary: 'Read on in a long answer',
  description: 'Reads on in a cut answer, which was kept.',
  examples: [],
  effect: 'read',
  input: z.strictObject({
    path: z.string().check(z.describe('As answer:3')),
    limit: z.optional(z.int().check(z.gte(1))).check(z.describe('The most lines')),
  }),
  // Whoever names a kept answer gets it before an operation is run.
  run: async () => {
    throw new BbxError('USAGE', 'path is no kept answer.', {
      hint: 'It is written as answer:3, as the remark on the cut answer has it.',
    });
  },
});
