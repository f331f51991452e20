import { repositoryHere } from '../bitbucket/placeholders.ts';
import type { RepositoryFacts } from '../bitbucket/repository-facts.ts';
import { repositoryName } from '../bitbucket/repository-name.ts';
import type { RepositoryName } from '../bitbucket/web-address.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { noteDoubts } from './doubts.ts';
import { readJournal } from './journal.ts';
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
 * @throws BbxError USAGE when it was made for another repository; CONFLICT when it has run; as the calls behind it
 */
export async function planFromFile(
  context: Context,
  facts: RepositoryFacts,
  { repository, branches, digest }: PlanFile,
): Promise<PrunePlan> {
  if (facts.uuid !== repository.uuid) {
    throw new BbxError(
      'USAGE',
      `The plan is for ${repository.full_name}, and not for ${facts.fullName}.`,
      { hint: 'Make a plan for this repository with --plan FILE. Nothing was deleted.' },
    );
  }
  const { rules, safety, hidden, requests } = await readSafeties(context, facts);
  const unseen = noteDoubts(context, rules, branches.length > 0, hidden);
  const [goes, stays]: [Fate[], Fate[]] = [[], []];
  const deletions = await deletedBy(context, facts, digest);
  for (const branch of branches) {
    const saved = safety(branch.name);
    const time = deletions.get(branch.name);
    if (time !== undefined) stays.push({ ...branch, why: `this plan deleted it on ${time}` });
    else if (saved !== undefined) stays.push({ ...branch, why: `by now ${saved}` });
    else goes.push(branch);
  }
  const [ran] = deletions.values();
  if (goes.length === 0 && ran !== undefined) throw alreadyRun(ran);
  const taken = { plan: requests + 1, look: requests + 1 };
  return {
    facts,
    unseen,
    requests: taken,
    file: digest,
    goes,
    stays,
    outside: new Map(),
    others: [],
  };
}

/**
 * When a plan has deleted which branches, by the journal. Whoever brought one back wants to keep it; one
 * that is in doubt is not among them, so that a run that broke off goes on.
 */
async function deletedBy(
  { config }: Context,
  facts: RepositoryFacts,
  digest: string,
): Promise<Map<string, string>> {
  const done = (await readJournal(config, facts)).filter(
    ({ plan, state }) => plan === digest && state !== 'unsure',
  );
  return new Map(done.map(({ name, time }) => [name, timeWords(time)]));
}

/** "2026-08-01 12:00 UTC" */
const timeWords = (time: string) => `${time.slice(0, 16).replace('T', ' ')} UTC`;

const alreadyRun = (time: string) =>
  new BbxError('CONFLICT', `This plan ran on ${time}. Nothing was deleted.`, {
    hint: 'Make a new one with --plan FILE: what it deleted may be back since, and wanted.',
  });
