import * as z from 'zod/mini';
import type { Answer } from '../../core/answer.ts';
import { defaultWorkspace } from '../../core/auth/credentials.ts';
import { repositoryHere } from '../../core/bitbucket/placeholders.ts';
import { readRepositoryFacts } from '../../core/bitbucket/repository-facts.ts';
import { repositoryName } from '../../core/bitbucket/repository-name.ts';
import type { RepositoryName } from '../../core/bitbucket/web-address.ts';
import { workspaceRepositories } from '../../core/bitbucket/workspace-repositories.ts';
import { parseAge } from '../../core/branches/age.ts';
import { authorName } from '../../core/branches/criteria.ts';
import {
  type BranchList,
  type ListOptions,
  listBranches,
} from '../../core/branches/list-branches.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import { BRANCHES, REPOSITORY } from '../used-paths.ts';
import { branchFields } from './fields.ts';

const flag = (description: string) => z.optional(z.boolean().check(z.describe(description)));

/** Rows where nobody says how many. */
const USUAL = 50;
/** Repositories of a workspace that are looked at. */
const MOST_REPOSITORIES = 20;

const input = z.strictObject({
  stale: z
    .optional(z.string())
    .check(z.describe('Only those whose last commit is at least so old: 90d, 12w, 6m, 1y')),
  merged: flag('Only those whose pull request is merged, and that have no commits since'),
  author: branchFields.author,
  mine: flag('Only those whose last commit is yours'),
  sort: z
    .optional(z.enum(['newest', 'oldest', 'name', 'author']))
    .check(z.describe('Order (default: newest first; with stale, oldest first)')),
  limit: z
    .optional(z.int().check(z.gte(1)))
    .check(z.describe(`Stop after so many branches (default: ${USUAL})`)),
  all: flag('List every branch'),
  aheadBehind: flag('Count commits from main also where no clone here has them: 2 requests each'),
  workspace: z
    .optional(z.string().check(z.minLength(1)))
    .check(z.describe(`The ${MOST_REPOSITORIES} repositories of it that were changed last`)),
  repo: z
    .optional(z.array(z.string()).check(z.minLength(1)))
    .check(z.describe('WORKSPACE/REPO, several if need be; default: from the git remote')),
});

type Input = z.infer<typeof input>;

/** Lists branches with what decides whether they are still needed. */
export const list = defineOperation({
  name: 'branches list',
  summary: 'List branches with age, author, pull request and protection',
  description:
    'Lists branches with the date and author of the last commit, the pull request (open before closed), whether it is merged, and why the branch is protected. merged: "has newer commits" means that commits came after the merge. ahead and behind (of the main branch) come from the clone here where it has the commits, else with aheadBehind.',
  examples: [
    'branches list --stale 90d',
    'branches list --merged --author me',
    'branches list -R acme/backend-api -R acme/frontend --sort oldest',
    'branches list --workspace acme --stale 1y --all -o json',
  ],
  effect: 'read',
  input,
  uses: [
    { endpoint: `GET ${REPOSITORY}`, unless: ['workspace'] },
    { endpoint: `GET ${BRANCHES}`, unless: ['workspace'] },
    { endpoint: 'GET /repositories/{workspace}', when: ['workspace'] },
  ],
  short: { repo: 'R', workspace: 'w' },
  run: async (given, context) => {
    const options = await optionsOf(given, context);
    const repositories = await repositoriesOf(given, context);
    return repositories.length === 1 && given.workspace === undefined
      ? await ofOne(repositories, options, context)
      : await ofSeveral(repositories, options, context);
  },
});

async function optionsOf(given: Input, context: Context): Promise<ListOptions> {
  const { stale, merged = false, author, mine = false, sort, all = false } = given;
  if (mine && author !== undefined) {
    throw new BbxError('USAGE', '--mine and --author name two authors.', { hint: 'Give one.' });
  }
  const named = mine ? 'me' : author;
  return {
    stale: stale === undefined ? undefined : parseAge(stale, '--stale'),
    merged,
    author: named === undefined ? undefined : await authorName(named, context),
    sort: sort ?? (stale === undefined ? 'newest' : 'oldest'),
    limit: all ? Number.POSITIVE_INFINITY : (given.limit ?? USUAL),
    aheadBehind: given.aheadBehind ?? false,
  };
}

async function repositoriesOf(
  { repo, workspace }: Input,
  context: Context,
): Promise<readonly RepositoryName[]> {
  if (workspace === undefined) {
    if (repo === undefined) return [await repositoryHere(context)];
    const named = async () => await defaultWorkspace(context.config);
    const read = async (name: string) => await repositoryName(name, context.config.gitUrl, named);
    const names = await Promise.all(repo.map(read));
    // Bitbucket's slugs are the same in upper and lower case.
    const keyed = names.map((one) => [`${one.workspace}/${one.repo}`.toLowerCase(), one] as const);
    return [...new Map(keyed).values()];
  }
  if (repo !== undefined) {
    throw new BbxError('USAGE', '--workspace and -R both say which repositories.', {
      hint: 'Give one of them.',
    });
  }
  const found = await workspaceRepositories(context, workspace, MOST_REPOSITORIES);
  if (found.more) {
    const size = found.size === undefined ? 'more' : String(found.size);
    context.note(
      `${workspace} has ${size} repositories: only the ${MOST_REPOSITORIES} that were changed last are listed. -R names others.`,
    );
  }
  return found.repositories;
}

async function ofOne(
  [repository]: readonly RepositoryName[],
  options: ListOptions,
  context: Context,
): Promise<Answer> {
  if (repository === undefined) return answerOf({ rows: [], size: 0, partial: false });
  const facts = await readRepositoryFacts(context, repository);
  return answerOf(await listBranches(context, facts, options));
}

/** One that cannot be read does not take the others with it. */
async function ofSeveral(
  repositories: readonly RepositoryName[],
  options: ListOptions,
  context: Context,
): Promise<Answer> {
  const rows: (BranchList['rows'][number] & { repository: string })[] = [];
  const seen = new Set<string>();
  let partial = false;
  let problem: BbxError | undefined;
  for (const repository of repositories) {
    try {
      const facts = await readRepositoryFacts(context, repository);
      // One may be named by its old name, too, or by its uuid.
      if (seen.has(facts.uuid)) continue;
      seen.add(facts.uuid);
      const found = await listBranches(context, facts, options);
      rows.push(...found.rows.map((row) => ({ repository: facts.fullName, ...row })));
      partial ||= found.partial;
    } catch (error) {
      if (!(error instanceof BbxError) || !/^(NOT_FOUND|FORBIDDEN)$/.test(error.code)) throw error;
      context.note(`${repository.workspace}/${repository.repo}: ${error.message}`);
      problem ??= error;
    }
  }
  rows.sort(byOrder(options.sort));
  const shown = rows.slice(0, options.limit);
  partial ||= shown.length < rows.length;
  return { ...answerOf({ rows: shown, size: undefined, partial }), problem };
}

function byOrder(sort: ListOptions['sort']) {
  type Row = BranchList['rows'][number];
  const key = (row: Row) =>
    sort === 'name' ? row.name : sort === 'author' ? row.author.toLowerCase() : (row.date ?? '');
  const sign = sort === 'newest' ? -1 : 1;
  return (one: Row, other: Row) =>
    key(one) === key(other) ? 0 : key(one) < key(other) ? -sign : sign;
}

function answerOf({ rows, size, partial }: BranchList) {
  return {
    kind: 'data' as const,
    data: { values: rows, ...(size !== undefined && { size }) },
    page: { shown: rows.length, size, partial },
  };
}
