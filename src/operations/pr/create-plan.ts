import { readTip } from '../../core/bitbucket/branches.ts';
import {
  createPullRequest,
  type NewPullRequest,
  openPullRequest,
} from '../../core/bitbucket/create-pull-request.ts';
import { currentUser } from '../../core/bitbucket/current-user.ts';
import { readDefaultReviewers } from '../../core/bitbucket/default-reviewers.ts';
import { fullName } from '../../core/bitbucket/full-name.ts';
import { newCommits } from '../../core/bitbucket/new-commits.ts';
import { peopleOf } from '../../core/bitbucket/people.ts';
import type { Person } from '../../core/bitbucket/person.ts';
import type { PullRequest } from '../../core/bitbucket/pull-request.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import { workTree } from '../../core/git/local-branch.ts';
import type { Planned } from '../../core/operation.ts';
import { oneLine } from '../../core/output/table-cell.ts';
import { type Ends, endsOf } from './create-ends.ts';
import { noteUnsent, notPushed } from './create-local.ts';
import { bodyFrom, templateIn, titleFrom } from './create-words.ts';
import { gitHere } from './git-here.ts';
import { sourceName } from './source-name.ts';
import { textGiven } from './text-given.ts';

/** What a person or an agent asks for. */
export interface CreateInput {
  readonly title?: string | undefined;
  readonly body?: string | undefined;
  readonly bodyFile?: string | undefined;
  readonly fill?: boolean | undefined;
  readonly head?: string | undefined;
  readonly base?: string | undefined;
  readonly reviewer?: readonly string[] | undefined;
  readonly noDefaultReviewers?: boolean | undefined;
  readonly draft?: boolean | undefined;
  readonly closeSourceBranch?: boolean | undefined;
}

/**
 * Checks all that can be checked and works out what to send.
 * @throws BbxError USAGE, NOT_FOUND for a branch that is not on Bitbucket, CONFLICT when there is an
 *   open one already or nothing to merge
 */
export async function planCreate(input: CreateInput, context: Context): Promise<Planned> {
  const { body, bodyFile } = input;
  const given =
    body === '' ? '' : await textGiven({ text: body, file: bodyFile, name: 'body' }, context);
  const ends = await endsOf({ head: input.head, base: input.base }, context);
  const [tips, existing, reviewers] = await Promise.all([
    tipsOf(ends, context),
    openPullRequest(context, ends.source, ends.destination),
    reviewersFor(input, ends, context),
  ]);
  if (existing) throw alreadyOpen(existing);
  const { source, destination } = tips;
  if (source === undefined) throw await notPushed(ends, context);
  if (destination === undefined) throw noSuchBase(ends);
  const commits = await commitsOf(ends, { source, destination }, context);
  if (commits?.count === 0) throw nothingNew(ends);
  await noteUnsent(ends, source, context);
  const template = input.fill || !ends.isHere ? undefined : await templateHere(context);
  const words = commits?.words ?? [];
  const made: NewPullRequest = {
    source: ends.source,
    destination: ends.destination,
    title: input.title?.trim() || titleFrom(words, ends.source.branch),
    description: given ?? (template || bodyFrom(words)),
    reviewerUuids: reviewers.map(({ uuid }) => uuid),
    draft: input.draft === true,
    closeSourceBranch: input.closeSourceBranch,
  };
  return {
    preview: { kind: 'data', data: previewOf(made, reviewers, commits?.count) },
    perform: async () => done(await createPullRequest(context, made), made),
  };
}

async function templateHere(context: Context): Promise<string | undefined> {
  const root = await workTree(gitHere(context));
  return root === undefined ? undefined : await templateIn(root);
}

async function tipsOf({ source, destination }: Ends, context: Context) {
  const [from, into] = await Promise.all([
    readTip(context, source.repository, source.branch),
    readTip(context, destination.repository, destination.branch),
  ]);
  return { source: from, destination: into };
}

/** Undefined where a fork does not know the commit that its parent is at. */
async function commitsOf(
  { source }: Ends,
  tips: { readonly source: string; readonly destination: string },
  context: Context,
) {
  const between = { has: tips.source, lacks: tips.destination };
  return await newCommits(context, source.repository, between).catch((error: unknown) => {
    if (error instanceof BbxError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  });
}

/** Those who are named and the default ones, each once; Bitbucket refuses the author as a reviewer. */
async function reviewersFor(
  { reviewer = [], noDefaultReviewers }: CreateInput,
  { destination }: Ends,
  context: Context,
): Promise<Person[]> {
  const people = peopleOf(context);
  const [author, named, usual] = await Promise.all([
    currentUser(context),
    Promise.all(reviewer.map((name) => people.named(name, destination.repository))),
    noDefaultReviewers ? [] : readDefaultReviewers(context, destination.repository),
  ]);
  const self = named.find(({ uuid }) => uuid === author?.uuid);
  if (self) {
    throw new BbxError('BAD_REQUEST', `${self.name} opens it and cannot review it.`, {
      hint: 'Leave that reviewer away.',
    });
  }
  const all = new Map([...usual, ...named].map((person) => [person.uuid, person]));
  return [...all.values()].filter(({ uuid }) => uuid !== '' && uuid !== author?.uuid);
}

function previewOf(
  made: NewPullRequest,
  reviewers: readonly Person[],
  commits: number | undefined,
) {
  const { source, destination, title, description, draft, closeSourceBranch } = made;
  return {
    dry_run: true,
    repository: fullName(destination.repository),
    source: `${fullName(source.repository)}:${source.branch}`,
    destination: destination.branch,
    ...(commits !== undefined && { commits }),
    title,
    draft,
    ...(closeSourceBranch !== undefined && { close_source_branch: closeSourceBranch }),
    reviewers: reviewers.map(({ name }) => name),
    description,
  };
}

function done(pr: PullRequest, { destination }: NewPullRequest) {
  const repository = fullName(destination.repository);
  return {
    kind: 'done' as const,
    message: `Opened pull request ${pr.id} of ${repository}: ${oneLine(pr.title)}\n${oneLine(pr.url)}`,
    data: {
      id: pr.id,
      repository,
      title: pr.title,
      draft: pr.draft,
      source: sourceName(pr),
      destination: pr.destination.branch,
      reviewers: pr.reviewers.map(({ name }) => name),
      url: pr.url,
    },
  };
}

const alreadyOpen = ({ id, url, title }: PullRequest) =>
  new BbxError('CONFLICT', `There is an open pull request already: ${id}, ${title}.`, {
    hint: `${url} ; change it with bbx pr edit ${id}. Nothing was sent.`,
  });

const noSuchBase = ({ destination: { repository, branch } }: Ends) =>
  new BbxError('NOT_FOUND', `${fullName(repository)} has no branch ${branch} to merge into.`, {
    hint: 'Name another one with --base.',
  });

const nothingNew = ({ source, destination }: Ends) =>
  new BbxError('CONFLICT', `${source.branch} has no commits that ${destination.branch} lacks.`, {
    hint: 'Commit and push first. Nothing was sent.',
  });
