import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { quoted } from './bbql.ts';
import { call, path, readList } from './call.ts';
import { fullName } from './full-name.ts';
import { type PullRequest, pullRequestOf, readPullRequest } from './pull-request.ts';
import type { RepositoryName } from './web-address.ts';

/** A branch of a repository. */
export interface BranchName {
  readonly repository: RepositoryName;
  readonly branch: string;
}

/** What to open. */
export interface NewPullRequest {
  readonly source: BranchName;
  readonly destination: BranchName;
  readonly title: string;
  readonly description: string;
  readonly reviewerUuids: readonly string[];
  readonly draft: boolean;
  /** Undefined leaves it to the repository's settings. */
  readonly closeSourceBranch: boolean | undefined;
}

/**
 * Finds the open pull request from one branch into another; Bitbucket keeps one at most.
 * @throws BbxError NOT_FOUND when the destination's repository is not there, and as `call`
 */
export async function openPullRequest(
  context: Context,
  source: BranchName,
  destination: BranchName,
): Promise<PullRequest | undefined> {
  const { workspace, repo } = destination.repository;
  const q = `source.branch.name=${quoted(source.branch)} AND destination.branch.name=${quoted(destination.branch)}`;
  const { data } = await readList(context, path`/repositories/${workspace}/${repo}/pullrequests`, {
    query: [
      ['state', 'OPEN'],
      ['q', q],
      ['pagelen', '50'],
    ],
  });
  const own = fullName(source.repository).toLowerCase();
  return data.values
    .map(pullRequestOf)
    .find((pr) => pr.source.repository?.toLowerCase() === own && pr.state === 'OPEN');
}

/** The body of the POST. */
export const bodyOf = (made: NewPullRequest): Readonly<Record<string, unknown>> => ({
  title: made.title,
  description: made.description,
  source: endOf(made.source),
  destination: { branch: { name: made.destination.branch } },
  reviewers: made.reviewerUuids.map((uuid) => ({ uuid })),
  draft: made.draft,
  ...(made.closeSourceBranch !== undefined && { close_source_branch: made.closeSourceBranch }),
});

const endOf = ({ repository, branch }: BranchName) => ({
  branch: { name: branch },
  repository: { full_name: fullName(repository) },
});

/**
 * Opens a pull request. A POST whose answer was lost is never repeated: it is looked whether it had
 * its effect.
 * @throws BbxError as `call`
 */
export async function createPullRequest(
  context: Context,
  made: NewPullRequest,
): Promise<PullRequest> {
  const { workspace, repo } = made.destination.repository;
  const at = path`/repositories/${workspace}/${repo}/pullrequests`;
  try {
    return pullRequestOf(await call(context, 'POST', at, { body: bodyOf(made) }));
  } catch (error) {
    if (!(error instanceof BbxError) || !LOST.includes(error.code)) throw error;
    const found = await openPullRequest(context, made.source, made.destination).catch(
      () => undefined,
    );
    if (found === undefined) throw error;
    context.note(
      `The answer was lost (${error.message}); the pull request is opened all the same.`,
    );
    // A list leaves the reviewers out.
    const name = { ...made.destination.repository, id: found.id };
    return await readPullRequest(context, name).catch(() => found);
  }
}

/** Errors after which nobody knows whether the pull request is there. */
const LOST: readonly string[] = ['NETWORK', 'TIMEOUT', 'UNAVAILABLE'];
