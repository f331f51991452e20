import { type BranchPull, pullsOfBranches } from '../bitbucket/branch-pulls.ts';
import type { RepositoryFacts } from '../bitbucket/repository-facts.ts';
import type { Context } from '../context.ts';

/** A branch and where it stands. */
export interface Tip {
  readonly name: string;
  /** 40 digits. */
  readonly hash: string;
}

/** The states of pull requests that tell something about their source branch. */
export type TellingState = 'OPEN' | 'MERGED' | 'DECLINED';

/** What the pull requests from a branch say of it. */
export interface PullVerdict {
  readonly state: TellingState;
  readonly id: number;
  /** "#12" */
  readonly label: string;
  /** Whether the branch stands where the pull request was closed. */
  readonly whole: boolean;
}

/**
 * Judges branches by their pull requests, so that a squash counts as a merge: the pull request says
 * that it is merged, and the branch's tip is the commit that it had then. A branch with another tip
 * has commits that the pull request did not see.
 * @returns verdicts by name; a branch without such a pull request has none
 * @throws BbxError as pullsOfBranches
 */
export async function pullVerdicts(
  context: Context,
  facts: RepositoryFacts,
  tips: readonly Tip[],
  states: readonly TellingState[],
): Promise<Map<string, PullVerdict>> {
  const verdicts = new Map<string, PullVerdict>();
  const hashes = new Map(tips.map(({ name, hash }) => [name, hash]));
  if (states.length === 0) return verdicts;
  for await (const pulls of pullsOfBranches(context, facts, [...hashes.keys()], states)) {
    context.progress({ label: 'Reading pull requests of branches', done: verdicts.size });
    for (const pull of pulls) {
      const name = pull.source ?? '';
      const hash = hashes.get(name);
      const state = states.find((one) => one === pull.state);
      // Bitbucket compares names without regard to case, and git does not.
      if (hash === undefined || state === undefined) continue;
      const verdict = { state, id: pull.id, label: pull.label, whole: standsAt(hash, pull) };
      const known = verdicts.get(name);
      if (known === undefined || rank(verdict) > rank(known)) verdicts.set(name, verdict);
    }
  }
  return verdicts;
}

/** Bitbucket shortens the commits of a pull request to 12 digits. */
const standsAt = (hash: string, { commit }: BranchPull) =>
  commit.length >= 7 && hash.startsWith(commit);

/** Open ones first, then those that fit the tip, then merged ones, then the latest. */
const rank = ({ state, whole, id }: PullVerdict) =>
  (state === 'OPEN' ? 8e12 : 0) + (whole ? 4e12 : 0) + (state === 'MERGED' ? 2e12 : 0) + id;
