import { repositoryHere } from '../bitbucket/placeholders.ts';
import type { RepositoryFacts } from '../bitbucket/repository-facts.ts';
import { repositoryName } from '../bitbucket/repository-name.ts';
import type { RepositoryName } from '../bitbucket/web-address.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { noteDoubts } from './doubts.ts';
import type { PlanFile } from './plan-file.ts';
import type { Fate, PrunePlan } from './prune-plan.ts';
import { readSafeties } from './safeties.ts';

/**
 * The repository to apply a plan to: the one that -R or the git remote names, which has to be the
 * plan's; where neither names one, the plan's.
 * @throws BbxError USAGE as repositoryHere
 */
export async function repositoryOfPlan(
  context: Context,
  { repository }: PlanFile,
): Promise<RepositoryName> {
  try {
    return await repositoryHere(context);
  } catch (error) {
    const { repository: named, gitUrl } = context.config;
    if (named !== undefined || !(error instanceof BbxError) || error.code !== 'USAGE') throw error;
    return await repositoryName(repository.full_name, gitUrl, async () => undefined);
  }
}

/**
 * Makes a plan of a file: exactly its branches, but for those that something saves by now.
 * @throws BbxError USAGE when it was made for another repository; as the calls behind it
 */
export async function planFromFile(
  context: Context,
  facts: RepositoryFacts,
  { repository, branches }: PlanFile,
): Promise<PrunePlan> {
  if (facts.uuid !== repository.uuid) {
    throw new BbxError(
      'USAGE',
      `The plan is for ${repository.full_name}, and not for ${facts.fullName}.`,
      { hint: 'Make a plan for this repository with --plan FILE. Nothing was deleted.' },
    );
  }
  const { rules, safety } = await readSafeties(context, facts);
  const unseen = noteDoubts(context, rules, branches.length > 0);
  const [goes, stays]: [Fate[], Fate[]] = [[], []];
  for (const branch of branches) {
    const why = safety(branch.name);
    if (why === undefined) goes.push(branch);
    else stays.push({ ...branch, why: `by now ${why}` });
  }
  return { facts, unseen, goes, stays, outside: new Map(), others: [] };
}
