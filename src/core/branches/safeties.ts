import { type BranchPull, openBranchPulls } from '../bitbucket/branch-pulls.ts';
import { readBranchRestrictions } from '../bitbucket/branch-restrictions.ts';
import { deletionForbidden } from '../bitbucket/branches.ts';
import { readBranchingModel } from '../bitbucket/branching-model.ts';
import { type RepositoryFacts, readRepositoryFacts } from '../bitbucket/repository-facts.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { type LocalClone, localClone } from '../git/local-clone.ts';
import { counting } from './counting.ts';
import { type KeepList, keepLists } from './keep-list.ts';
import { protectionBy, type Rules } from './protections.ts';

/** Says why a branch is not to be deleted, whatever the criteria; undefined where nothing speaks for it. */
export type Safety = (name: string) => string | undefined;

/** What saves branches of a repository. */
export interface Safeties {
  readonly rules: Rules;
  readonly safety: Safety;
  readonly keeps: readonly KeepList[];
  /** What cannot be seen besides rules, in sentences. */
  readonly hidden: readonly string[];
  /** That it took. */
  readonly requests: number;
}

/**
 * Gathers all that saves a branch: main branch, branching model, restrictions, open pull requests,
 * what is checked out here, keep lists, and the policy of an agent's server.
 * @throws BbxError GIT_FAILED where git refuses the folder, since something may be checked out in it; as
 *   the calls behind it
 */
export async function readSafeties(given: Context, facts: RepositoryFacts): Promise<Safeties> {
  const { context, sent } = counting(given);
  const here = await cloneHere(context, facts);
  if (here.refusal !== undefined) {
    throw new BbxError('GIT_FAILED', `What is checked out here is not known: ${here.refusal}`, {
      hint: 'Mend what git says, or run bbx in a folder outside of this repository, with -R.',
    });
  }
  const hidden: string[] = [];
  const [rules, open, keeps, kind] = await Promise.all([
    readRules(context, facts),
    openPulls(context, facts, (text) => hidden.push(text)),
    keepLists(context, here),
    kindOf(context, facts, here),
  ]);
  const inUse = new Set([...here.checkedOut].map((name) => name.normalize('NFC')));
  const protection = protectionBy(rules);
  const safety: Safety = (name) => {
    const by = protection(name)?.why ?? open.get(name);
    if (by !== undefined) return by;
    if (kind !== 'other' && inUse.has(name.normalize('NFC'))) return CHECKED_OUT[kind];
    const list = keeps.find(({ fits }) => fits(name));
    if (list) return `on the keep list (${list.name})`;
    return deletionForbidden(context, facts, name)?.replace(/^N(.*)\.$/s, 'n$1');
  };
  return { rules, safety, keeps, hidden, requests: sent() };
}

const CHECKED_OUT = {
  own: 'checked out here, or in another worktree',
  perhaps: 'checked out here, in what may be a clone of this repository',
};

/** Names of repositories that are asked about; a clone with more remotes is in doubt. */
const MOST_REMOTES = 3;

/**
 * Whether the clone here is one of the repository, its old names included: Bitbucket leads from those to
 * the new one, so where a remote is called otherwise it is asked which repository that is.
 */
async function kindOf(
  context: Context,
  facts: RepositoryFacts,
  { kind, remotes, checkedOut }: LocalClone,
): Promise<LocalClone['kind']> {
  if (kind !== 'other' || checkedOut.size === 0) return kind;
  if (remotes.length > MOST_REMOTES) return 'perhaps';
  const uuids = await Promise.all(
    remotes.map(async (name) => {
      try {
        return (await readRepositoryFacts(context, name)).uuid;
      } catch (error) {
        if (!(error instanceof BbxError) || !/^(NOT_FOUND|FORBIDDEN)$/.test(error.code))
          throw error;
        return undefined;
      }
    }),
  );
  if (uuids.includes(facts.uuid)) return 'own';
  return uuids.includes(undefined) ? 'perhaps' : 'other';
}

/**
 * Gathers the same again, for a plan that was made a while ago: with the main branch of by now.
 * @throws BbxError as readSafeties; UNAVAILABLE where another repository has the name by now
 */
export async function readSafetyAgain(context: Context, facts: RepositoryFacts): Promise<Safety> {
  const fresh = await readRepositoryFacts(context, facts);
  if (fresh.uuid === facts.uuid) return (await readSafeties(context, fresh)).safety;
  throw new BbxError('UNAVAILABLE', `${facts.fullName} is another repository by now.`, {
    hint: 'Make a new plan.',
  });
}

/** Reads what the server says about which branches are to stay. @throws BbxError as `call` */
export async function readRules(context: Context, facts: RepositoryFacts): Promise<Rules> {
  const [model, restrictions] = await Promise.all([
    readBranchingModel(context, facts),
    readBranchRestrictions(context, facts),
  ]);
  return { main: facts.main, model, restrictions };
}

/** The clone that the current folder lies in, seen as one of this repository or of another. */
export async function cloneHere(context: Context, facts: RepositoryFacts): Promise<LocalClone> {
  const { cwd, signal, config } = context;
  const [workspace = '', repo = ''] = facts.fullName.split('/');
  const names = [facts, { workspace, repo }, { workspace, repo: facts.uuid }];
  return await localClone({ cwd, signal, env: config.environment }, names, config.gitUrl);
}

/** Branches that open pull requests go from or into; of a fork's branch of the same name it says nothing. */
async function openPulls(
  context: Context,
  facts: RepositoryFacts,
  unseen: (text: string) => void,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const add = (name: string | undefined, what: string, { label }: BranchPull) => {
    if (name !== undefined && !found.has(name)) {
      found.set(name, `the ${what} of the open pull request ${label}`);
    }
  };
  let read = 0;
  for await (const pulls of openBranchPulls(context, facts, unseen)) {
    read += pulls.length;
    context.progress({ label: 'Reading open pull requests', done: read });
    for (const pull of pulls) {
      add(pull.source, 'source', pull);
      add(pull.destination, 'destination', pull);
    }
  }
  return found;
}
