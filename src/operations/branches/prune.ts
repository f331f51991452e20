import * as z from 'zod/mini';
import type { Answer } from '../../core/answer.ts';
import { repositoryHere } from '../../core/bitbucket/placeholders.ts';
import {
  type RepositoryFacts,
  readRepositoryFacts,
} from '../../core/bitbucket/repository-facts.ts';
import { type CriteriaWords, readCriteria } from '../../core/branches/criteria.ts';
import { deleteBranches } from '../../core/branches/delete-branches.ts';
import { readPlanFile, writePlanFile } from '../../core/branches/plan-file.ts';
import { planFromFile, repositoryOfPlan } from '../../core/branches/plan-from-file.ts';
import { planPrune } from '../../core/branches/plan-prune.ts';
import { durationWords, previewAnswer, reportAnswer } from '../../core/branches/prune-answer.ts';
import type { Fate, PrunePlan } from '../../core/branches/prune-plan.ts';
import { summaryText } from '../../core/branches/prune-summary.ts';
import { readSafetyAgain } from '../../core/branches/safeties.ts';
import { digestOf } from '../../core/canonical-json.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import { defineOperation, type Part, type Planned } from '../../core/operation.ts';
import { BRANCHES, PULL_REQUESTS, REPOSITORY } from '../used-paths.ts';
import { branchFields } from './fields.ts';

const flag = (description: string) => z.optional(z.boolean().check(z.describe(description)));
const globs = (description: string) =>
  z.optional(z.array(z.string()).check(z.describe(description)));

const input = z.strictObject({
  olderThan: z
    .optional(z.string())
    .check(z.describe('Whose last commit is at least so old: 90d, 12w, 6m (months), 1y')),
  merged: flag('Whose pull request is merged, and that have no commits since'),
  declined: flag('Whose pull request is declined, likewise; with merged, either'),
  author: branchFields.author,
  match: globs('Only branches that fit a glob; * stays within a part of a name, ** does not'),
  except: globs('Keep branches that fit a glob, and what lies below it'),
  all: flag('List also the branches that are not meant, one by one'),
  plan: z
    .optional(z.string().check(z.minLength(1)))
    .check(z.describe('Write the plan to this file, and delete nothing')),
  apply: z
    .optional(z.string().check(z.minLength(1)))
    .check(z.describe('Delete exactly what stands in this plan, and nothing else')),
  repo: branchFields.repo,
});

type Input = z.infer<typeof input>;

/** Deletes left-over branches: shows first, does exactly that, and writes down how to undo it. */
export const prune = defineOperation({
  name: 'branches prune',
  summary: 'Delete left-over branches, with a plan and a way back',
  description:
    'Deletes branches that are old, merged or declined; at least one of olderThan, merged and declined is needed, and further ones narrow it. Never: the main branch, development, production, release and hotfix branches of the branching model, restricted ones, source or destination of an open pull request, what is checked out here, and names on the keep list (.bbxkeep, or the setting keep). Each tip is read again right before its deletion. bbx branches restore (bb_branches_restore) brings deleted branches back.',
  examples: [
    'branches prune --older-than 90d --merged --dry-run',
    'branches prune --older-than 6m --except "demo/**"',
    'branches prune --merged --declined -R acme/backend-api --plan prune.json',
    'branches prune --apply prune.json',
  ],
  effect: 'destructive',
  idempotent: true,
  input,
  uses: [
    `GET ${REPOSITORY}`,
    `GET ${REPOSITORY}/effective-branching-model`,
    `GET ${BRANCHES}`,
    `GET ${PULL_REQUESTS}`,
    `DELETE ${BRANCHES}/{name}`,
  ],
  short: { repo: 'R' },
  terminalOnly: ['plan', 'apply'],
  plan: async (given, context) => {
    if (given.apply !== undefined) return await plannedFromFile(given, given.apply, context);
    const { plan: file, apply, all = false, repo, ...words } = given;
    const criteria = await readCriteria(words, context);
    const facts = await readRepositoryFacts(context, await repositoryHere(context));
    const plan = await planPrune(context, facts, criteria, all);
    return file === undefined ? planned(plan, context) : writes(plan, file, words, context);
  },
});

async function plannedFromFile(
  { apply: _, repo, all, ...others }: Input,
  path: string,
  context: Context,
): Promise<Planned> {
  const given = Object.entries(others).find(([, value]) => value !== undefined);
  if (given) {
    throw new BbxError('USAGE', 'A plan already says what is deleted.', {
      hint: 'Give --apply FILE alone (with -R where it is needed).',
    });
  }
  const file = await readPlanFile(path, context.cwd);
  const facts = await readRepositoryFacts(context, await repositoryOfPlan(context, file));
  return Object.assign(planned(await planFromFile(context, facts, file), context), {
    agreed: true,
  });
}

/** Digest and parts are made when they are asked for: of thousands of branches they are large. */
function planned(plan: PrunePlan, context: Context): Planned {
  const { facts, goes } = plan;
  return {
    preview: previewAnswer(plan),
    question: goes.length === 0 ? undefined : questionOf(facts, goes.length),
    changesNothing: goes.length === 0,
    summary: summaryText(plan),
    otherwise: 'Or write a plan with --plan FILE, and let --apply FILE do exactly that.',
    get digest() {
      const branches = goes.map(({ name, hash }) => [name, hash]).sort(byName);
      return digestOf({ repository: facts.uuid, branches });
    },
    get parts() {
      return goes.map(partOf);
    },
    only: (keys) => planned(narrowed(plan, new Set(keys)), context),
    perform: async () => {
      const look = async () => await readSafetyAgain(context, facts);
      const takes = durationWords(plan);
      if (takes) context.note(takes);
      return reportAnswer(
        plan,
        await deleteBranches(context, facts, { targets: goes, look, plan: plan.file }),
      );
    },
  };
}

/** The order that they are listed in (by age, and by chance where that is the same) is no part of it. */
const byName = ([one = '']: readonly string[], [other = '']: readonly string[]) =>
  one < other ? -1 : one > other ? 1 : 0;

const partOf = ({ name, why, date }: Fate): Part => {
  const day = date === undefined ? '' : new Date(date).toISOString().slice(0, 10);
  return { key: name, label: [name, day, why].filter(Boolean).join('  ') };
};

function narrowed(plan: PrunePlan, chosen: ReadonlySet<string>): PrunePlan {
  const left = plan.goes.filter(({ name }) => !chosen.has(name));
  return {
    ...plan,
    goes: plan.goes.filter(({ name }) => chosen.has(name)),
    stays: [...plan.stays, ...left.map((one) => ({ ...one, why: 'left out by you' }))],
  };
}

const questionOf = ({ fullName }: RepositoryFacts, count: number): string =>
  `Delete ${count} branch${count === 1 ? '' : 'es'} of ${fullName}?`;

/** A plan in a file deletes nothing, so nobody is asked. */
function writes(plan: PrunePlan, file: string, words: CriteriaWords, context: Context): Planned {
  const preview = previewAnswer(plan);
  const perform = async (): Promise<Answer> => {
    const { digest, branches } = await writePlanFile(file, context.cwd, plan, words);
    const done = `Wrote a plan for ${branches.length} branches to ${file}: bbx branches prune --apply ${file} deletes exactly these.`;
    context.note(done);
    return { ...preview, data: { ...Object(preview.data), plan: file, digest } };
  };
  return { preview, perform };
}
