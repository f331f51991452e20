import type { Context } from '../context.ts';
import { quoted } from './bbql.ts';
import { path, readList } from './call.ts';
import { type PullRequest, type PullRequestState, pullRequestOf } from './pull-request.ts';
import type { RepositoryName } from './web-address.ts';

/** Where to look: in a repository, or at all that somebody has opened in a workspace. */
export type PullRequestPlace =
  | RepositoryName
  | { readonly workspace: string; readonly authorUuid: string };

/** Which ones. All that is given has to hold. */
export interface PullRequestFilter {
  /** Open ones when empty. */
  readonly states: readonly PullRequestState[];
  readonly authorUuid?: string | undefined;
  readonly reviewerUuid?: string | undefined;
  readonly source?: string | undefined;
  readonly destination?: string | undefined;
  /** Each has to be in the title. */
  readonly words?: readonly string[] | undefined;
  /** In Bitbucket's query language. */
  readonly query?: string | undefined;
  /** What Bitbucket cannot be asked for; then 500 are looked at, at most. */
  readonly keep?: ((pullRequest: PullRequest) => boolean) | undefined;
  /** A field, with "-" in front for descending. */
  readonly sort: string;
  readonly limit: number;
}

/** Some pull requests, with their reviewers and verdicts, and without descriptions. */
export interface PullRequestList {
  readonly found: readonly PullRequest[];
  /** How many there are in all, where that is known. */
  readonly size: number | undefined;
  readonly partial: boolean;
}

/** A page of pull requests has 50 at most, unlike other lists. */
const LARGEST_PAGE = 50;
const MOST_LOOKED_AT = 500;

/** Only what is shown: with links, avatars and rendered texts a page is twenty times as large. */
const FIELDS = [
  'next',
  'size',
  ...[
    ...['id', 'title', 'state', 'draft', 'comment_count', 'task_count', 'created_on', 'updated_on'],
    ...['source', 'destination'].flatMap((end) => [
      `${end}.branch.name`,
      `${end}.repository.full_name`,
    ]),
    ...['author', 'reviewers', 'participants.user'].flatMap((person) =>
      ['uuid', 'display_name', 'nickname'].map((name) => `${person}.${name}`),
    ),
    ...['participants.role', 'participants.state', 'links.html.href'],
  ].map((name) => `values.${name}`),
].join(',');

/**
 * Lists pull requests.
 * @throws BbxError as `call`
 */
export async function listPullRequests(
  context: Context,
  place: PullRequestPlace,
  filter: PullRequestFilter,
): Promise<PullRequestList> {
  const { keep, limit } = filter;
  const most = keep ? MOST_LOOKED_AT : limit;
  const pagelen = Math.min(LARGEST_PAGE, Math.max(10, most));
  const q = queryOf(filter);
  const { data, size, partial } = await readList(context, pathOf(place), {
    query: [
      ...filter.states.map((state) => ['state', state] as const),
      ...(q === '' ? [] : [['q', q] as const]),
      ['sort', filter.sort],
      ['pagelen', String(pagelen)],
      ['fields', FIELDS],
    ],
    limit: most,
  });
  const all = data.values.map(pullRequestOf);
  if (keep === undefined) return { found: all, size, partial };
  const kept = all.filter(keep);
  return {
    found: kept.slice(0, limit),
    size: partial ? undefined : kept.length,
    partial: partial || kept.length > limit,
  };
}

const pathOf = (place: PullRequestPlace) =>
  'repo' in place
    ? path`/repositories/${place.workspace}/${place.repo}/pullrequests`
    : path`/workspaces/${place.workspace}/pullrequests/${place.authorUuid}`;

function queryOf(filter: PullRequestFilter): string {
  const { authorUuid, reviewerUuid, source, destination, words = [], query } = filter;
  const equal: readonly (readonly [field: string, value: string | undefined])[] = [
    ['author.uuid', authorUuid],
    ['reviewers.uuid', reviewerUuid],
    ['source.branch.name', source],
    ['destination.branch.name', destination],
  ];
  return [
    ...equal.flatMap(([field, value]) => (value === undefined ? [] : `${field}=${quoted(value)}`)),
    ...words.map((word) => `title~${quoted(word)}`),
    ...(query === undefined ? [] : [`(${query})`]),
  ].join(' AND ');
}
