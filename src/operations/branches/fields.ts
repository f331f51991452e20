import * as z from 'zod/mini';

/** Fields that the operations on branches share. */
export const branchFields = {
  repo: z.optional(z.string()).check(z.describe('WORKSPACE/REPO; default: from the git remote')),
  author: z
    .optional(z.string())
    .check(z.describe('Whose last commit is by this nickname, name, e-mail or uuid; me is you')),
};
