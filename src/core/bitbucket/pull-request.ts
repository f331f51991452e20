import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { call, path } from './call.ts';
import { getAt, isJsonObject, listAt, numberAt, textAt } from './json-object.ts';
import { noPullRequest } from './no-pull-request.ts';
import { type Person, personOf } from './person.ts';
import type { RepositoryName } from './web-address.ts';

/** A pull request by its repository (the destination's) and its number. */
export interface PullRequestName extends RepositoryName {
  readonly id: number;
}

/** Where a pull request stands. */
export type PullRequestState = 'OPEN' | 'MERGED' | 'DECLINED' | 'SUPERSEDED';

/** Somebody's part: asked to review, or come by itself. */
export interface Participant {
  readonly person: Person;
  readonly reviewer: boolean;
  readonly verdict: 'approved' | 'changes_requested' | undefined;
}

/** One end of a pull request. */
export interface Side {
  readonly branch: string;
  /** WORKSPACE/REPO; undefined when the fork is gone. */
  readonly repository: string | undefined;
  /** The commit's hash, 12 characters as Bitbucket shortens it; undefined when the branch is gone. */
  readonly commit: string | undefined;
}

/** A pull request. Titles, descriptions, names and branches are other people's text. */
export interface PullRequest {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly state: PullRequestState;
  readonly draft: boolean;
  readonly author: Person;
  readonly source: Side;
  readonly destination: Side;
  /** Absent (empty) in lists unless they were asked for with fields=+values.reviewers. */
  readonly reviewers: readonly Person[];
  readonly participants: readonly Participant[];
  readonly comments: number;
  readonly tasks: number;
  readonly closeSourceBranch: boolean;
  /** The commit that merged it; its hash is shortened as those of the sides. */
  readonly mergeCommit: string | undefined;
  /** ISO 8601. */
  readonly createdOn: string;
  readonly updatedOn: string;
  /** Its page in the browser. */
  readonly url: string;
}

/** The path of a pull request in the API, for what lies below it. */
export const pullRequestPath = ({ workspace, repo, id }: PullRequestName): string =>
  path`/repositories/${workspace}/${repo}/pullrequests/${id}`;

/**
 * Reads a pull request.
 * @throws BbxError NOT_FOUND, and as `call`
 */
export async function readPullRequest(
  context: Context,
  name: PullRequestName,
): Promise<PullRequest> {
  return pullRequestOf(await readPullRequestJson(context, name));
}

/**
 * Reads a pull request as Bitbucket writes it, for what has to be sent back whole.
 * @throws BbxError NOT_FOUND, and as `call`
 */
export async function readPullRequestJson(
  context: Context,
  name: PullRequestName,
): Promise<unknown> {
  try {
    return await call(context, 'GET', pullRequestPath(name));
  } catch (error) {
    throw noPullRequest(error, name);
  }
}

/**
 * Reads Bitbucket's JSON of a pull request.
 * @throws BbxError UNAVAILABLE for anything that is none
 */
export function pullRequestOf(data: unknown): PullRequest {
  const id = numberAt(data, 'id');
  const state = textAt(data, 'state');
  if (id === undefined || !isState(state)) {
    throw new BbxError('UNAVAILABLE', 'Bitbucket did not answer with a pull request.', {
      hint: 'Try again; check BBX_API_URL when it stays so.',
    });
  }
  return {
    id,
    state,
    title: textAt(data, 'title'),
    description: textAt(data, 'description') || textAt(data, 'summary.raw'),
    draft: getAt(data, 'draft') === true,
    author: personOf(getAt(data, 'author')),
    source: sideOf(getAt(data, 'source')),
    destination: sideOf(getAt(data, 'destination')),
    reviewers: listAt(data, 'reviewers').map(personOf),
    participants: listAt(data, 'participants').filter(isJsonObject).map(participantOf),
    comments: numberAt(data, 'comment_count') ?? 0,
    tasks: numberAt(data, 'task_count') ?? 0,
    closeSourceBranch: getAt(data, 'close_source_branch') === true,
    mergeCommit: textAt(data, 'merge_commit.hash') || undefined,
    createdOn: textAt(data, 'created_on'),
    updatedOn: textAt(data, 'updated_on'),
    url: textAt(data, 'links.html.href'),
  };
}

/** Reads Bitbucket's JSON of a participant; `state` is null until there is a verdict. */
export function participantOf(data: unknown): Participant {
  const state = getAt(data, 'state');
  return {
    person: personOf(getAt(data, 'user')),
    reviewer: getAt(data, 'role') === 'REVIEWER',
    verdict: state === 'approved' || state === 'changes_requested' ? state : undefined,
  };
}

const sideOf = (data: unknown): Side => ({
  branch: textAt(data, 'branch.name'),
  repository: textAt(data, 'repository.full_name') || undefined,
  commit: textAt(data, 'commit.hash') || undefined,
});

const isState = (state: string): state is PullRequestState =>
  state === 'OPEN' || state === 'MERGED' || state === 'DECLINED' || state === 'SUPERSEDED';
