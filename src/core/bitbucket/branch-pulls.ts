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
  'next,size,values.id,values.state,values.source.branch.name,values.source.commit.hash',
  'values.source.repository.uuid,values.source.repository.full_name,values.destination.branch.name',
].join(',');

/** Names in one question, so that its address stays well below the 8 KB that servers take. */
const MOST_NAMES = 100;
const MOST_LETTERS = 4000;
const PAGE = 50;

/** A list that changes while it is read is read again so often. */
const MOST_ROUNDS = 3;

/**
 * Reads the open pull requests of a repository page by page, 50 each: those into it, and where it
 * is a fork, those from it into its parent. One that is closed meanwhile moves the others up, and the
 * first one of the next page would be missed: then all are read again, so some come twice.
 * @param unseen told in a sentence where the parent's cannot be seen
 * @throws BbxError as listPages; UNAVAILABLE where a list stays shorter than it says it is
 */
export async function* openBranchPulls(
  context: Context,
  facts: RepositoryFacts,
  unseen: (text: string) => void,
): AsyncGenerator<readonly BranchPull[]> {
  yield* completely(context, facts, { states: ['OPEN'] });
  if (facts.parent === undefined) return;
  const asked = { states: ['OPEN'], q: fromHere(facts), elsewhere: facts.parent } as const;
  yield* seenOr(facts, completely(context, facts, asked), unseen);
}

/** All of them, in as many rounds as it takes. A list that does not say its size ends where it ends. */
async function* completely(
  context: Context,
  facts: RepositoryFacts,
  asked: Asked,
): AsyncGenerator<readonly BranchPull[]> {
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const seen = new Set<number>();
    let expected: number | undefined;
    for await (const { found, size = 0 } of pages(context, facts, asked)) {
      expected ??= size;
      for (const { id } of found) seen.add(id);
      yield found;
    }
    if (seen.size >= (expected ?? 0)) return;
  }
  const where = asked.elsewhere ?? facts.fullName;
  throw new BbxError(
    'UNAVAILABLE',
    `The list of open pull requests of ${where} stays incomplete: Bitbucket names more than it gives.`,
    { hint: 'It may be changing while it is read. Nothing was deleted; try again.' },
  );
}

/**
 * Reads the pull requests in some states whose source is one of these branches, and perhaps others:
 * a question for each hundred names, or all pull requests in these states where that takes fewer.
 * @throws BbxError as listPages
 */
export async function* pullsOfBranches(
  context: Context,
  facts: RepositoryFacts,
  names: readonly string[],
  states: readonly PullRequestState[],
): AsyncGenerator<readonly BranchPull[]> {
  const questions = [...batches(names)];
  if (questions.length > 1 && (yield* whole(context, facts, states, questions.length))) return;
  for (const batch of questions) {
    try {
      yield* named(context, facts, states, oneOf(batch));
    } catch (error) {
      // The list is the shorter way to ask, and the younger one.
      if (!(error instanceof BbxError) || error.code !== 'BAD_REQUEST') throw error;
      for (let at = 0; at < batch.length; at += MOST_CHAINED) {
        yield* named(context, facts, states, chained(batch.slice(at, at + MOST_CHAINED)));
      }
    }
  }
}

const oneOf = (names: readonly string[]) =>
  `source.branch.name IN (${names.map(quoted).join(', ')})`;

const MOST_CHAINED = 40;
const chained = (names: readonly string[]) =>
  `(${names.map((name) => `source.branch.name = ${quoted(name)}`).join(' OR ')})`;

async function* named(
  context: Context,
  facts: RepositoryFacts,
  states: readonly PullRequestState[],
  q: string,
): AsyncGenerator<readonly BranchPull[]> {
  yield* pulls(context, facts, { states, q });
  if (facts.parent !== undefined) yield* ofParent(context, facts, facts.parent, states, q);
}

/**
 * Reads all of them where their pages are no more than the questions would be.
 * @returns whether it did
 */
async function* whole(
  context: Context,
  facts: RepositoryFacts,
  states: readonly PullRequestState[],
  questions: number,
): AsyncGenerator<readonly BranchPull[], boolean> {
  for await (const { found, size } of pages(context, facts, { states })) {
    yield found;
    if (size === undefined || Math.ceil(size / PAGE) > questions) return false;
  }
  if (facts.parent !== undefined) yield* ofParent(context, facts, facts.parent, states, '');
  return true;
}

/** Filtering by the source's repository is Bitbucket's own example (REST intro, "Filtering"). */
const fromHere = ({ fullName }: RepositoryFacts) =>
  `source.repository.full_name = ${quoted(fullName)}`;

/** What goes from a fork into its parent. A parent that the token cannot see is said in a note. */
async function* ofParent(
  context: Context,
  facts: RepositoryFacts,
  parent: string,
  states: readonly PullRequestState[],
  named: string,
): AsyncGenerator<readonly BranchPull[]> {
  const q = named === '' ? fromHere(facts) : `${fromHere(facts)} AND ${named}`;
  const asked = { states, q, elsewhere: parent };
  yield* seenOr(facts, pulls(context, facts, asked), context.note);
}

async function* seenOr(
  { parent, fullName }: RepositoryFacts,
  found: AsyncGenerator<readonly BranchPull[]>,
  unseen: (text: string) => void,
): AsyncGenerator<readonly BranchPull[]> {
  try {
    yield* found;
  } catch (error) {
    if (!(error instanceof BbxError) || !/^(FORBIDDEN|NOT_FOUND)$/.test(error.code)) throw error;
    unseen(
      `The pull requests of ${parent}, which ${fullName} is a fork of, cannot be seen: a branch with an open one there is not known as such.`,
    );
  }
}

/** Which pull requests to read. */
interface Asked {
  readonly states: readonly PullRequestState[];
  readonly q?: string;
  /** WORKSPACE/REPO of the repository that they go into, where it is another one. */
  readonly elsewhere?: string;
}

async function* pulls(
  context: Context,
  facts: RepositoryFacts,
  asked: Asked,
): AsyncGenerator<readonly BranchPull[]> {
  for await (const { found } of pages(context, facts, asked)) yield found;
}

async function* pages(
  context: Context,
  facts: RepositoryFacts,
  { states, q, elsewhere }: Asked,
): AsyncGenerator<{ found: readonly BranchPull[]; size: number | undefined }> {
  const [workspace = '', repo = ''] = (elsewhere ?? facts.fullName).split('/');
  const query = [
    ...states.map((state) => ['state', state] as const),
    ['pagelen', String(PAGE)] as const,
    ['fields', FIELDS] as const,
    ...(q === undefined ? [] : [['q', q] as const]),
  ];
  const at = path`/repositories/${workspace}/${repo}/pullrequests`;
  for await (const { values, size } of listPages(context, at, query)) {
    yield { found: values.map((data) => pullOf(data, facts, elsewhere)), size };
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
    const length = encodeURIComponent(`${quoted(name)}, `).length;
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

const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;
