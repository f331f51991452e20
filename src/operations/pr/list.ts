import * as z from 'zod/mini';
import type { DataAnswer } from '../../core/answer.ts';
import { defaultWorkspace } from '../../core/auth/credentials.ts';
import { type People, peopleOf } from '../../core/bitbucket/people.ts';
import { repositoryHere } from '../../core/bitbucket/placeholders.ts';
import type { PullRequest, PullRequestState } from '../../core/bitbucket/pull-request.ts';
import {
  listPullRequests,
  type PullRequestFilter,
  type PullRequestPlace,
} from '../../core/bitbucket/pull-request-list.ts';
import { repositoryName } from '../../core/bitbucket/repository-name.ts';
import { verdictOf } from '../../core/bitbucket/verdict.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import { PULL_REQUESTS } from '../used-paths.ts';
import { briefRow, listRow } from './list-rows.ts';
import { type Listed, listTogether } from './list-together.ts';

const flag = (text: string) => z.optional(z.boolean()).check(z.describe(text));
const text = (words: string) => z.optional(z.string()).check(z.describe(words));

const SORTS = { updated: '-updated_on', created: '-created_on', stale: 'updated_on' } as const;

const STATES = {
  open: ['OPEN'],
  merged: ['MERGED'],
  declined: ['DECLINED'],
  superseded: ['SUPERSEDED'],
  all: ['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED'],
} as const satisfies Readonly<Record<string, readonly PullRequestState[]>>;

const input = z.strictObject({
  state: z
    .optional(z.enum(['open', 'merged', 'declined', 'superseded', 'all']))
    .check(z.describe('Open (default), merged, declined, superseded or all')),
  author: text('Name, nickname, uuid or @me'),
  reviewer: text('The same for a reviewer'),
  mine: flag('Those that I opened'),
  toReview: flag('Open ones that wait for my approval'),
  base: text('Target branch'),
  head: text('Source branch'),
  draft: flag('Drafts only'),
  search: text('Words in the title'),
  query: text('More conditions in Bitbucket’s query language, such as comment_count > 10'),
  sort: z
    .optional(z.enum(['updated', 'created', 'stale']))
    .check(
      z.describe(
        'Order: updated (default) or created, newest first; stale, longest untouched first',
      ),
    ),
  limit: z.optional(z.int().check(z.minimum(1))).check(z.describe('Default: 30')),
  repo: z.optional(z.array(z.string())).check(z.describe('WORKSPACE/REPO, repeatable')),
  workspace: text('All of its repositories, by author'),
});

type Input = z.infer<typeof input>;

/** Lists pull requests of one or several repositories. */
export const list = defineOperation({
  name: 'pr list',
  summary: 'List pull requests, of several repositories too',
  description: 'Lists pull requests in short rows, the last updated first.',
  examples: [
    'pr list',
    'pr list --to-review -R acme/backend-api -R acme/frontend',
    'pr list --mine --workspace acme --state all --limit 10',
    'pr list --author "Tom Becker" --search "retry" --base main',
  ],
  effect: 'read',
  input,
  uses: [
    { endpoint: `GET ${PULL_REQUESTS}`, unless: ['workspace'] },
    {
      endpoint: 'GET /workspaces/{workspace}/pullrequests/{selected_user}',
      when: ['workspace'],
    },
  ],
  short: {
    state: 's',
    author: 'A',
    base: 'B',
    head: 'H',
    draft: 'd',
    search: 'S',
    query: 'q',
    limit: 'L',
    repo: 'R',
    workspace: 'w',
  },
  terminalOnly: ['mine', 'draft', 'query', 'sort', 'base'],
  run,
});

async function run(given: Input, context: Context): Promise<DataAnswer> {
  const people = peopleOf(context);
  const limit = given.limit ?? 30;
  const sort = SORTS[given.sort ?? 'updated'];
  const places = await placesOf(given, people, context);
  const listed = await listTogether(
    places.map(async (place) => {
      const filter = await filterOf(given, place, people);
      return await listPullRequests(context, place, { ...filter, sort, limit });
    }),
    places.map(nameOf),
    { sort, limit },
  );
  return answerOf(listed, places.length > 1 || given.workspace !== undefined);
}

function answerOf({ found, size, partial, problem }: Listed, several: boolean): DataAnswer {
  const values = found.map((pr) => listRow(pr, several));
  const sized = size !== undefined && { size };
  return {
    kind: 'data',
    data: { values, ...sized },
    brief: {
      data: { values: values.map(briefRow), ...sized },
      omitted: ['comments', 'links', 'times of day'],
    },
    page: { shown: values.length, size, partial, byLimit: true },
    problem,
    ...(values.length === 0 && { text: async () => 'No such pull requests.' }),
  };
}

const nameOf = (place: PullRequestPlace) =>
  'repo' in place ? `${place.workspace}/${place.repo}` : place.workspace;

async function placesOf(given: Input, people: People, context: Context) {
  const { workspace, repo = [] } = given;
  if (workspace !== undefined) return [await wholeWorkspace(workspace, given, people)];
  if (repo.length === 0) return [await repositoryHere(context)];
  const { gitUrl } = context.config;
  const names = [...new Set(repo)].map((name) =>
    repositoryName(name, gitUrl, () => defaultWorkspace(context.config)),
  );
  return await Promise.all(names);
}

/** Bitbucket lists the pull requests of a workspace by their author alone. */
async function wholeWorkspace(
  workspace: string,
  given: Input,
  people: People,
): Promise<PullRequestPlace> {
  if (given.repo !== undefined || !/^[\w{}-]+$/.test(workspace)) {
    throw usage('A workspace is named by its slug, and without repositories.', 'Give one of both.');
  }
  const author = authorIn(given);
  if (author === undefined) {
    throw usage(
      'Bitbucket lists the pull requests of a whole workspace only by their author.',
      'Add an author (@me is you), or name the repositories.',
    );
  }
  const { uuid } = await people.named(author, { workspace, repo: '' });
  return { workspace, authorUuid: uuid };
}

function authorIn({ author, mine }: Input): string | undefined {
  if (mine !== true) return author;
  if (author === undefined || author === '@me') return '@me';
  throw usage('Mine are those of @me, and another author is named.', 'Give one of both.');
}

async function filterOf(
  given: Input,
  place: PullRequestPlace,
  people: People,
): Promise<Omit<PullRequestFilter, 'sort' | 'limit'>> {
  const { toReview, draft } = given;
  checkToReview(given);
  const repository = 'repo' in place ? place : { workspace: place.workspace, repo: '' };
  const uuidOf = async (name: string | undefined) =>
    name === undefined ? undefined : (await people.named(name, repository)).uuid;
  const [authorUuid, reviewerUuid] = await Promise.all([
    'repo' in place ? uuidOf(authorIn(given)) : undefined,
    uuidOf(toReview ? '@me' : given.reviewer),
  ]);
  const keep = (pr: PullRequest) =>
    (!draft || pr.draft) && (!toReview || verdictOf(pr, reviewerUuid ?? '') !== 'approve');
  return {
    states: STATES[given.state ?? 'open'],
    authorUuid,
    reviewerUuid,
    source: given.head,
    destination: given.base,
    words: given.search?.split(/\s+/).filter(Boolean),
    query: given.query,
    ...((draft || toReview) && { keep }),
  };
}

function checkToReview({ toReview, reviewer, state = 'open' }: Input): void {
  if (!toReview) return;
  const given = [reviewer !== undefined && 'reviewer', state !== 'open' && 'state'].filter(Boolean);
  if (given.length === 0) return;
  throw usage('To review are open ones that wait for me.', `Leave ${given.join(' and ')} away.`);
}

const usage = (message: string, hint: string) => new BbxError('USAGE', message, { hint });
