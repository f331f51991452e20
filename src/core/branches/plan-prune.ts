import { type Branch, branchPages, isAddressable } from '../bitbucket/branches.ts';
import type { RepositoryFacts } from '../bitbucket/repository-facts.ts';
import type { Context } from '../context.ts';
import { ageWords, before } from './age.ts';
import { counting } from './counting.ts';
import { type Criteria, outsideOf, youngerThan } from './criteria.ts';
import { noteDoubts } from './doubts.ts';
import { idleEntries } from './keep-list.ts';
import { isTrunk } from './protections.ts';
import type { Fate, PrunePlan } from './prune-plan.ts';
import { type PullVerdict, pullVerdicts } from './pull-verdicts.ts';
import { readSafeties, type Safety } from './safeties.ts';
import { serverClock } from './server-clock.ts';

/** A plan while it is made. */
interface Draft {
  readonly goes: Fate[];
  readonly stays: Fate[];
  readonly others: Fate[];
  readonly outside: Map<string, number>;
  /** All that were read, and whether that is all there are. */
  readonly names: Set<string>;
  whole: boolean;
}

/**
 * Decides for each branch of a repository whether it goes or stays, and why. Reads the branches by
 * hundreds (oldest first, and no further than the age that is asked for), the open pull requests by
 * fifties, and closed ones only for the branches that nothing else keeps.
 * @param all lists also the branches that the criteria do not name, one by one
 * @throws BbxError as the calls behind it
 */
export async function planPrune(
  given: Context,
  facts: RepositoryFacts,
  criteria: Criteria,
  all: boolean,
): Promise<PrunePlan> {
  const { context, sent } = counting(given);
  const clock = serverClock(Date.now(), facts.serverTime);
  if (clock.note) context.note(clock.note);
  const draft = emptyDraft();
  const [meant, { rules, safety, keeps, hidden, requests: look }] = await Promise.all([
    meantBranches(context, facts, criteria, { draft, all, now: clock.now }),
    readSafeties(context, facts),
  ]);
  const unseen = noteDoubts(context, rules, draft.names.size > 0, hidden);
  const idle = idleEntries(keeps, draft.names, draft.whole);
  if (idle) context.note(idle);
  // A branch that something saves is judged as well: only then can it be said to have been meant.
  const asked = meant.filter((one) => isUsable(one) && !isTrunk(one.name, rules));
  const verdicts = await pullVerdicts(context, facts, asked, statesOf(criteria));
  const judge = judgeBy(criteria, safety);
  for (const branch of meant) {
    const { fate, why } = judge(branch, verdicts.get(branch.name), isTrunk(branch.name, rules));
    if (fate === 'outside') putOutside(draft, branch, why, all);
    else draft[fate].push(fateOf(branch, why));
  }
  const { goes, stays, others, outside } = draft;
  // The repository itself was asked for before, and is with each look.
  const requests = { plan: sent() + 1, look: look + 1 };
  return { facts, unseen, requests, goes, stays, others, outside, listsAll: all };
}

const emptyDraft = (): Draft => ({
  goes: [],
  stays: [],
  others: [],
  outside: new Map(),
  names: new Set(),
  whole: true,
});

const statesOf = ({ merged, declined }: Criteria) => [
  ...(merged ? (['MERGED'] as const) : []),
  ...(declined ? (['DECLINED'] as const) : []),
];

interface Sieve {
  readonly draft: Draft;
  readonly all: boolean;
  readonly now: number;
}

/** The branches that age, author and name speak of; the others are counted. */
async function meantBranches(
  context: Context,
  facts: RepositoryFacts,
  criteria: Criteria,
  { draft, all, now }: Sieve,
): Promise<Branch[]> {
  // By name: a list that changes while it is read may show a branch twice.
  const meant = new Map<string, Branch>();
  const cutoff = criteria.age ? before(now, criteria.age) : Number.POSITIVE_INFINITY;
  let read = 0;
  let latest = Number.NEGATIVE_INFINITY;
  let inOrder = true;
  for await (const { branches, size, more } of branchPages(context, facts, 'target.date')) {
    read += branches.length;
    context.progress({ label: 'Reading branches', done: read, total: size });
    for (const branch of branches) {
      // An order that does not hold, or a date that is none, is nothing to stop by.
      draft.names.add(branch.name);
      inOrder &&= branch.date >= latest;
      latest = Math.max(latest, branch.date);
      const why = outsideOf(criteria, branch, now);
      if (why === undefined) meant.set(branch.name, { ...branch, authorNames: [] });
      else putOutside(draft, branch, why, all);
    }
    if (more && !all && criteria.age && inOrder && latest > cutoff && size !== undefined) {
      count(draft, youngerThan(criteria.age), size - read);
      draft.whole = false;
      break;
    }
  }
  return [...meant.values()];
}

interface Judgement {
  readonly fate: 'goes' | 'stays' | 'outside';
  readonly why: string;
}

/** Decides on a branch whose name, author and age are those that are meant. */
function judgeBy({ merged, declined, age, except }: Criteria, safety: Safety) {
  const old = age === undefined ? '' : `older than ${ageWords(age)}`;
  const kinds = [merged && 'merged', declined && 'declined'].filter(Boolean).join(' or ');
  const savedBy = (branch: Branch) => {
    const { name, date } = branch;
    if (!isUsable(branch)) return 'its name or its tip is not usable';
    if (age && Number.isNaN(date)) return 'its age is not known';
    return safety(name) ?? (except(name) ? 'excepted by --except' : undefined);
  };
  return (branch: Branch, verdict: PullVerdict | undefined, trunk: boolean): Judgement => {
    const saved = savedBy(branch);
    if (kinds !== '' && verdict === undefined && !trunk) {
      return { fate: 'outside', why: `without a ${kinds} pull request` };
    }
    if (saved !== undefined) return { fate: 'stays', why: saved };
    if (verdict === undefined) return { fate: 'goes', why: old };
    const { label, whole, state } = verdict;
    const done = state === 'MERGED' ? 'merged' : 'declined';
    if (!whole) return { fate: 'stays', why: `has commits that ${label}, ${done}, did not have` };
    const why = state === 'MERGED' ? `merged by ${label}` : `declined in ${label}`;
    return { fate: 'goes', why: [why, old].filter(Boolean).join(', ') };
  };
}

/** What git would take; anything else comes from a server that is broken, or worse. */
const isUsable = ({ name, hash }: Branch) => isAddressable(name) && /^[0-9a-f]{40}$/.test(hash);

function putOutside(draft: Draft, branch: Branch, why: string, all: boolean): void {
  count(draft, why, 1);
  if (all) draft.others.push(fateOf(branch, why));
}

function count({ outside }: Draft, why: string, by: number): void {
  if (by > 0) outside.set(why, (outside.get(why) ?? 0) + by);
}

const fateOf = ({ name, hash, date, author }: Branch, why: string): Fate => ({
  name,
  hash,
  why,
  author,
  date: Number.isNaN(date) ? undefined : date,
});
