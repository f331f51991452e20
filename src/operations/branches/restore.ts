import * as z from 'zod/mini';
import { repositoryHere } from '../../core/bitbucket/placeholders.ts';
import { readRepositoryFacts } from '../../core/bitbucket/repository-facts.ts';
import { type Deletion, readJournal } from '../../core/branches/journal.ts';
import {
  restorableAnswer,
  restoreAnswer,
  restorePreview,
} from '../../core/branches/restore-answer.ts';
import { restoreBranches } from '../../core/branches/restore-branches.ts';
import { BbxError } from '../../core/errors.ts';
import { defineOperation, type Planned } from '../../core/operation.ts';
import { BRANCHES, REPOSITORY } from '../used-paths.ts';
import { branchFields } from './fields.ts';

const input = z.strictObject({
  names: z
    .optional(z.array(z.string().check(z.minLength(1))))
    .check(z.describe('Branches to bring back; without any and without last, lists what can be')),
  last: z
    .optional(z.boolean())
    .check(z.describe('All that the last prune deleted; with names, only those of it')),
  repo: branchFields.repo,
});

/** Makes branches anew that bbx has deleted from this machine. */
export const restore = defineOperation({
  name: 'branches restore',
  summary: 'Bring back branches that prune has deleted',
  description:
    'Makes branches anew at the commits where they stood when bbx branches prune (bb_branches_prune) deleted them from this machine; a branch that is there is not touched. Without names it lists what can be brought back.',
  examples: [
    'branches restore',
    'branches restore feature/checkout-v2',
    'branches restore --last -R acme/backend-api',
  ],
  effect: 'write',
  idempotent: true,
  additive: true,
  input,
  uses: [`GET ${REPOSITORY}`, { endpoint: `POST ${BRANCHES}`, when: ['names', 'last'] }],
  positional: ['names'],
  argumentNames: { names: 'name' },
  short: { repo: 'R' },
  plan: async ({ names = [], last = false }, context): Promise<Planned> => {
    const facts = await readRepositoryFacts(context, await repositoryHere(context));
    const deletions = await readJournal(context.config, facts);
    const { fullName } = facts;
    if (names.length === 0 && !last) {
      const gone = latest(deletions).filter(({ state }) => state !== 'restored');
      const preview = restorableAnswer(fullName, gone.reverse());
      return { preview, changesNothing: true, perform: async () => preview };
    }
    if (last && deletions.length === 0) throw nothing(fullName);
    const run = deletions.at(-1)?.run;
    const known = latest(last ? deletions.filter((one) => one.run === run) : deletions);
    const chosen = names.length === 0 ? known : known.filter(({ name }) => names.includes(name));
    const unknown = names.filter((name) => !known.some((one) => one.name === name));
    return {
      preview: restorePreview(fullName, chosen, unknown),
      perform: async () =>
        restoreAnswer(fullName, await restoreBranches(context, facts, chosen), unknown),
    };
  },
});

/** The last deletion of each name, in the order of time. */
function latest(deletions: readonly Deletion[]): Deletion[] {
  const byName = new Map<string, Deletion>();
  for (const deletion of deletions) {
    byName.delete(deletion.name);
    byName.set(deletion.name, deletion);
  }
  return [...byName.values()];
}

const nothing = (repository: string) =>
  new BbxError('NOT_FOUND', `bbx has deleted no branches of ${repository} from this machine.`, {
    hint: 'Its journal is on the machine, and of the user, that ran bbx branches prune.',
  });
