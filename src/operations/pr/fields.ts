import * as z from 'zod/mini';

/** Fields that the operations on pull requests share. */
export const pullRequestFields = {
  pr: z
    .optional(z.string())
    .check(z.describe('Number, web address or branch; default: the pull request of this branch')),
  repo: z.optional(z.string()).check(z.describe('WORKSPACE/REPO; default: from the git remote')),
};
