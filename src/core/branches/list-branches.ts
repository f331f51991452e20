import {
  type Branch,
  type BranchSort,
  branchPages,
  isAddressable,
  readTip,
} from '../bitbucket/branches.ts';
import { commitsBeyond } from '../bitbucket/commit-distance.ts';
import type { RepositoryFacts } from '../bitbucket/repository-facts.ts';
import type { Context } from '../context.ts';
import { localDistances } from '../git/local-distance.ts';
import { type Age, before } from './age.ts';
import { noteDoubts } from './doubts.ts';
import { isTrunk, protectionBy, type Rules } from './protections.ts';
import { type PullVerdict, pullVerdicts } from './pull-verdicts.ts';
import { cloneHere, readRules } from './safeties.ts';
import { serverClock } from './server-clock.ts';

/** What a list of branches is to hold. */
export interface ListOptions {
  /** Only those whose tip is at least so old. */
  readonly stale: Age | undefined;
  /** Only those whose pull request is merged, and that have nothing since. */
  readonly merged: boolean;
  /** As Branch.authorNames has it. */
  readonly author: string | undefined;
  readonly sort: 'newest' | 'oldest' | 'name' | 'author';
  /** Rows to stop after. */
  readonly limit: number;
  /** Whether two requests a row may be spent on ahead and behind. */
  readonly aheadBehind: boolean;
}

/** A branch as it is listed. */
export interface ListedBranch {
  readonly name: string;
  /** When the tip was committed; ISO 8601, UTC. Null where Bitbucket does not tell. */
  readonly date: string | null;
  readonly author: string;
  /** Commits that the main branch has not, and that only it has; absent where nobody counted. */
  readonly ahead?: number | string;
  readonly behind?: number | string;
  readonly pull_request: number | null;
  readonly state: string | null;
  readonly merged: 'yes' | 'no' | 'has newer commits';
  /** main, development, production, release, hotfix, restricted. */
  readonly protected: string | null;
}

/** Rows of one repository, and whether there are more. */
export interface BranchList {
  readonly rows: readonly ListedBranch[];
  /** How many branches there are; undefined where something was left out by what was asked for. */
  readonly size: number | undefined;
  readonly partial: boolean;
}

const SORTS: Readonly<Record<ListOptions['sort'], BranchSort>> = {
  newest: '-target.date',
  oldest: 'target.date',
  name: 'name',
  author: 'target.date',
};

/** Branches whose pull requests are asked for at once. */
const BATCH = 100;

/**
 * Lists the branches of a repository: a request for each hundred read, and one for the pull requests of
 * each hundred shown. Where Bitbucket's order is the one that is wanted, it stops at the limit.
 * @throws BbxError as the calls behind it
 */
export async function listBranches(
  context: Context,
  facts: RepositoryFacts,
  options: ListOptions,
): Promise<BranchList> {
  const clock = serverClock(Date.now(), facts.serverTime);
  if (clock.note) context.note(clock.note);
  const rules = await readRules(context, facts);
  const taken = await take(context, facts, options, { rules, now: clock.now });
  noteDoubts(context, rules, taken.branches.length > 0);
  const distances = await distancesOf(context, facts, options, taken.branches);
  const protection = protectionBy(rules);
  const rows = taken.branches.map((branch): ListedBranch => {
    const verdict = taken.verdicts.get(branch.name);
    return {
      name: branch.name,
      date: Number.isNaN(branch.date)
        ? null
        : `${new Date(branch.date).toISOString().slice(0, 19)}Z`,
      author: branch.author,
      ...distances.get(branch.hash),
      pull_request: verdict?.id ?? null,
      state: verdict?.state ?? null,
      merged: verdict?.state !== 'MERGED' ? 'no' : verdict.whole ? 'yes' : 'has newer commits',
      protected: protection(branch.name)?.by ?? null,
    };
  });
  const whole = options.stale === undefined && options.author === undefined && !options.merged;
  return { rows, size: whole ? taken.size : undefined, partial: taken.partial };
}

interface Taken {
  readonly branches: Branch[];
  readonly verdicts: Map<string, PullVerdict>;
  size: number | undefined;
  partial: boolean;
}

/** Takes branches until there are enough of them; those that have to be merged are judged on the way. */
async function take(
  context: Context,
  facts: RepositoryFacts,
  options: ListOptions,
  { rules, now }: { rules: Rules; now: number },
): Promise<Taken> {
  const taken: Taken = { branches: [], verdicts: new Map(), size: undefined, partial: false };
  const judge = async (branches: readonly Branch[]) => {
    // These have too many pull requests of their own to ask for.
    const asked = branches.filter(({ name }) => isAddressable(name) && !isTrunk(name, rules));
    const found = await pullVerdicts(context, facts, asked, ['OPEN', 'MERGED', 'DECLINED']);
    for (const [name, verdict] of found) taken.verdicts.set(name, verdict);
  };
  let waiting: Branch[] = [];
  const settle = async () => {
    await judge(waiting);
    const kept = waiting.filter(({ name }) => isMerged(taken.verdicts.get(name)));
    taken.branches.push(...kept);
    waiting = [];
  };
  for await (const branch of meant(context, facts, options, { taken, now })) {
    if (taken.branches.length >= options.limit) {
      taken.partial = true;
      break;
    }
    if (options.merged) waiting.push(branch);
    else taken.branches.push(branch);
    if (waiting.length === BATCH) await settle();
  }
  if (options.merged) await settle();
  taken.partial ||= taken.branches.length > options.limit;
  taken.branches.length = Math.min(taken.branches.length, options.limit);
  if (!options.merged) await judge(taken.branches);
  return taken;
}

const isMerged = (verdict: PullVerdict | undefined) => verdict?.state === 'MERGED' && verdict.whole;

/** The branches that fit, in the order that is wanted. */
async function* meant(
  context: Context,
  facts: RepositoryFacts,
  { stale, author, sort }: ListOptions,
  { taken, now }: { taken: Taken; now: number },
): AsyncGenerator<Branch> {
  const cutoff = stale === undefined ? Number.POSITIVE_INFINITY : before(now, stale);
  const all: Branch[] = [];
  let read = 0;
  for await (const { branches, size } of branchPages(context, facts, SORTS[sort])) {
    taken.size = size;
    read += branches.length;
    context.progress({ label: 'Reading branches', done: read, total: size });
    const fit = branches.filter(
      ({ date, authorNames }) =>
        !(date > cutoff) && (author === undefined || authorNames.includes(author)),
    );
    if (sort === 'author') all.push(...fit);
    else yield* fit;
    const last = branches.at(-1);
    if (sort === 'oldest' && last !== undefined && last.date > cutoff) return;
  }
  yield* all.sort((one, other) => (one.author.toLowerCase() < other.author.toLowerCase() ? -1 : 1));
}

/** By the clone here where it has the commits, else by requests where they were asked for. */
async function distancesOf(
  context: Context,
  facts: RepositoryFacts,
  { aheadBehind }: ListOptions,
  branches: readonly Branch[],
) {
  const found = new Map<string, { ahead: number | string; behind: number | string }>();
  const own = (await cloneHere(context, facts)).kind === 'own';
  if (facts.main === undefined || branches.length === 0 || (!own && !aheadBehind)) return found;
  const base = await readTip(context, facts, facts.main);
  if (base === undefined) return found;
  if (own) {
    const { cwd, signal, config } = context;
    const hashes = branches.map(({ hash }) => hash);
    const local = await localDistances({ cwd, signal, env: config.environment }, base, hashes);
    for (const [hash, distance] of local) found.set(hash, distance);
  }
  const rest = aheadBehind ? branches.filter(({ hash }) => !found.has(hash)) : [];
  for (const [done, { hash }] of rest.entries()) {
    context.progress({ label: 'Counting commits', done, total: rest.length });
    const ahead = await commitsBeyond(context, facts, hash, base);
    found.set(hash, { ahead, behind: await commitsBeyond(context, facts, base, hash) });
  }
  return found;
}
