import * as z from 'zod/mini';
import { fullName } from '../../core/bitbucket/full-name.ts';
import type { PullRequest, PullRequestName } from '../../core/bitbucket/pull-request.ts';
import { readPullRequest } from '../../core/bitbucket/pull-request.ts';
import { pullRequestName } from '../../core/bitbucket/pull-request-name.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import { localTip } from '../../core/git/local-branch.ts';
import { bitbucketRemotes } from '../../core/git/remotes.ts';
import { defineOperation } from '../../core/operation.ts';
import { checkoutBranch, checkoutCommit, type Followed, follows } from './checkout-branch.ts';
import { fetchSource } from './checkout-fetch.ts';
import { type Sources, sourcesOf } from './checkout-source.ts';
import { pullRequestFields } from './fields.ts';
import { gitHere } from './git-here.ts';

const input = z.strictObject({
  pr: pullRequestFields.pr,
  branch: z.optional(z.string()).check(z.describe('Name of the local branch')),
  detach: z.optional(z.boolean()).check(z.describe('Check out the commit, without a branch')),
  force: z
    .optional(z.boolean())
    .check(z.describe('Give up commits of the local branch that the pull request lacks')),
  repo: pullRequestFields.repo,
});

/** Checks out a pull request in the clone here. For people: an agent has git for that. */
export const checkout = defineOperation({
  name: 'pr checkout',
  summary: 'Check out the branch of a pull request in this clone',
  description:
    'Fetches the source branch of a pull request, also from a fork or once it is deleted, and checks it out as a local branch that follows it. Local commits and changes are not lost.',
  examples: [
    'pr checkout 42',
    'pr checkout 42 --branch review-42',
    'pr checkout https://bitbucket.org/acme/backend-api/pull-requests/42 --detach',
  ],
  effect: 'write',
  idempotent: true,
  input,
  positional: ['pr'],
  short: { branch: 'b', force: 'f', repo: 'R' },
  run: async (given, context) => {
    if (given.detach && given.branch !== undefined) {
      throw new BbxError('USAGE', 'A detached commit has no branch to be named.', {
        hint: 'Give --branch or --detach.',
      });
    }
    const name = await pullRequestName(given.pr, context);
    const [pr, remotes] = await Promise.all([
      readPullRequest(context, name),
      bitbucketRemotes(gitHere(context), context.config.gitUrl),
    ]);
    const sources = sourcesOf(pr, name, remotes, context.config);
    const { commit, branchExists } = await fetchSource(pr, name, sources, context);
    if (given.detach) {
      await checkoutCommit(commit, context);
      return done(pr, name, undefined, commit);
    }
    const { source } = sources;
    const followed =
      branchExists && source ? { remote: source.from, branch: pr.source.branch } : undefined;
    const branch = given.branch ?? (await localName(pr, sources, followed, context));
    await checkoutBranch(
      { branch, commit, follows: followed, force: given.force === true },
      context,
    );
    if (!branchExists)
      context.note(`${pr.source.branch} is deleted on Bitbucket: nothing to pull.`);
    return done(pr, name, branch, commit);
  },
});

/** A fork's branch may be called as one of one's own is, main above all. */
async function localName(
  pr: PullRequest,
  { isFork }: Sources,
  followed: Followed | undefined,
  context: Context,
): Promise<string> {
  const { branch } = pr.source;
  if (!isFork || (await localTip(gitHere(context), branch)) === undefined) return branch;
  return followed && (await follows(branch, followed, context)) ? branch : `pr-${pr.id}`;
}

function done(pr: PullRequest, name: PullRequestName, branch: string | undefined, commit: string) {
  const where = branch === undefined ? '' : ` as ${branch}`;
  return {
    kind: 'done' as const,
    message: `Checked out pull request ${pr.id} of ${fullName(name)}${where} (commit ${commit.slice(0, 12)}).`,
    data: { id: pr.id, repository: fullName(name), branch: branch ?? null, commit },
  };
}
