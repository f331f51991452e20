import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { path } from './call.ts';
import { numberAt, textAt } from './json-object.ts';
import { listPages } from './list-pages.ts';
import type { PullRequestState } from './pull-request.ts';
import type { RepositoryFacts } from './repository-facts.ts';

/** What a pull request says about branches. */
export interface BranchPull {
  readonly id: number;
  readonly state: PullRequestState;
  /** The source branch; undefined when it lies in another repository (a fork). */
  readonly source: string | undefined;
  /** The first 12 digits of the source's commit: of its tip while open, kept when closed. */
  readonly commit: string;
  /** The destination branch; undefined when it lies in another repository (this one's parent). */
  readonly destination: string | undefined;
  /** "#12", or "acme/api#12" where the pull request is another repository's. */
  readonly label: string;
}

const FIELDS = [
  'next,values.id,values.state,values.source.branch.name,values.source.commit.hash',
  'values.source.repository.uuid,values.source.repository.full_name,values.destination.branch.name',
].join(',');

/** Names in one question, so that its address stays well below the 8 KB that servers take. */
const MOST_NAMES = 40;
const MOST_LETTERS = 3500;

/**
 * Reads the open pull requests of a repository page by page, 50 each: those into it, and where it
 * is a fork, those from it into its parent.
 * @throws BbxError as listPages
 */
export async function* openBranchPulls(
  context: Context,
  facts: RepositoryFacts,
): AsyncGenerator<readonly BranchPull[]> {
  yield* pulls(context, facts, facts.fullName, ['OPEN'], '');
  if (facts.parent !== undefined) yield* ofParent(context, facts, facts.parent, ['OPEN'], '');
}

/**
 * Reads the pull requests in some states whose source is one of these branches: a question for each
 * forty names, and more only where they have more than fifty pull requests.
 * @throws BbxError as listPages
 */
export async function* pullsOfBranches(
  context: Context,
  facts: RepositoryFacts,
  names: readonly string[],
  states: readonly PullRequestState[],
): AsyncGenerator<readonly BranchPull[]> {
  for (const batch of batches(names)) {
    const q = `(${batch.map(isNamed).join(' OR ')})`;
    yield* pulls(context, facts, facts.fullName, states, q);
    if (facts.parent !== undefined) yield* ofParent(context, facts, facts.parent, states, q);
  }
}

/**
 * What goes from a fork into its parent. Filtering by the source's repository is Bitbucket's own
 * example (REST intro, "Filtering"). A parent that the token cannot see is said.
 */
async function* ofParent(
  context: Context,
  facts: RepositoryFacts,
  parent: string,
  states: readonly PullRequestState[],
  q: string,
): AsyncGenerator<readonly BranchPull[]> {
  const fromHere = `source.repository.full_name = ${quoted(facts.fullName)}`;
  try {
    yield* pulls(context, facts, parent, states, q === '' ? fromHere : `${fromHere} AND ${q}`);
  } catch (error) {
    if (!(error instanceof BbxError) || !/^(FORBIDDEN|NOT_FOUND)$/.test(error.code)) throw error;
    context.note(
      `The pull requests of ${parent}, which ${facts.fullName} is a fork of, cannot be seen: a branch with an open one there is not known as such.`,
    );
  }
}

async function* pulls(
  context: Context,
  facts: RepositoryFacts,
  fullName: string,
  states: readonly PullRequestState[],
  q: string,
): AsyncGenerator<readonly BranchPull[]> {
  const [workspace = '', repo = ''] = fullName.split('/');
  const here = fullName === facts.fullName;
  const query = [
    ...states.map((state) => ['state', state] as const),
    ['pagelen', '50'] as const,
    ['fields', FIELDS] as const,
    ...(q === '' ? [] : [['q', q] as const]),
  ];
  const at = path`/repositories/${workspace}/${repo}/pullrequests`;
  for await (const { values } of listPages(context, at, query)) {
    yield values.map((data) => pullOf(data, facts, here ? undefined : fullName));
  }
}

/** Forks are told apart by the uuid of the source's repository; a fork that is gone has none. */
function pullOf(data: unknown, facts: RepositoryFacts, elsewhere: string | undefined): BranchPull {
  const id = numberAt(data, 'id') ?? 0;
  const uuid = textAt(data, 'source.repository.uuid');
  const name = textAt(data, 'source.repository.full_name');
  const own = uuid === '' ? name === facts.fullName : uuid === facts.uuid;
  return {
    id,
    state: stateOf(textAt(data, 'state')),
    source: own ? textAt(data, 'source.branch.name') || undefined : undefined,
    commit: textAt(data, 'source.commit.hash'),
    destination: elsewhere ? undefined : textAt(data, 'destination.branch.name') || undefined,
    label: `${elsewhere ?? ''}#${id}`,
  };
}

/** What is no state that we know may well be open. */
const stateOf = (text: string): PullRequestState =>
  text === 'MERGED' || text === 'DECLINED' || text === 'SUPERSEDED' ? text : 'OPEN';

function* batches(names: readonly string[]): Generator<readonly string[]> {
  let batch: string[] = [];
  let letters = 0;
  for (const name of names) {
    const length = encodeURIComponent(isNamed(name)).length + 8;
    if (batch.length > 0 && (batch.length === MOST_NAMES || letters + length > MOST_LETTERS)) {
      yield batch;
      batch = [];
      letters = 0;
    }
    batch.push(name);
    letters += length;
  }
  if (batch.length > 0) yield batch;
}

const isNamed = (name: string) => `source.branch.name = ${quoted(name)}`;

const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;
