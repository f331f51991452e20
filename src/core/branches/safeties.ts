import { type BranchPull, openBranchPulls } from '../bitbucket/branch-pulls.ts';
import { readBranchRestrictions } from '../bitbucket/branch-restrictions.ts';
import { readBranchingModel } from '../bitbucket/branching-model.ts';
import { type RepositoryFacts, readRepositoryFacts } from '../bitbucket/repository-facts.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { type LocalClone, localClone } from '../git/local-clone.ts';
import { keepLists } from './keep-list.ts';
import { protectionBy, type Rules, unseenRules } from './protections.ts';

/** Says why a branch is not to be deleted, whatever the criteria; undefined where nothing speaks for it. */
export type Safety = (name: string) => string | undefined;

/**
 * Gathers all that saves a branch: main branch, branching model, restrictions, open pull requests,
 * what is checked out here, keep lists. What cannot be seen is said in `unseen`.
 * @throws BbxError GIT_FAILED where git refuses the folder, since something may be checked out in it; as
 *   the calls behind it
 */
export async function readSafeties(
  context: Context,
  facts: RepositoryFacts,
): Promise<{ rules: Rules; safety: Safety; unseen: string | undefined }> {
  const here = await cloneHere(context, facts);
  if (here.refusal !== undefined) {
    throw new BbxError('GIT_FAILED', `What is checked out here is not known: ${here.refusal}`, {
      hint: 'Mend what git says, or run bbx in a folder outside of this repository, with -R.',
    });
  }
  const [rules, open, keeps] = await Promise.all([
    readRules(context, facts),
    openPulls(context, facts),
    keepLists(context, here),
  ]);
  const unseen = unseenRules(rules);
  const protection = protectionBy(rules);
  const safety: Safety = (name) => {
    const by = protection(name)?.why ?? open.get(name);
    if (by !== undefined) return by;
    if (here.checkedOut.has(name)) return 'checked out here, or in another worktree';
    const list = keeps.find(({ fits }) => fits(name));
    return list && `on the keep list (${list.name})`;
  };
  return { rules, safety, unseen };
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
async function openPulls(context: Context, facts: RepositoryFacts): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const add = (name: string | undefined, what: string, { label }: BranchPull) => {
    if (name !== undefined && !found.has(name)) {
      found.set(name, `the ${what} of the open pull request ${label}`);
    }
  };
  let read = 0;
  for await (const pulls of openBranchPulls(context, facts)) {
    read += pulls.length;
    context.progress({ label: 'Reading open pull requests', done: read });
    for (const pull of pulls) {
      add(pull.source, 'source', pull);
      add(pull.destination, 'destination', pull);
    }
  }
  return found;
}
