import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { DataAnswer } from '../../src/core/answer.ts';
import type { Context } from '../../src/core/context.ts';
import type { Planned } from '../../src/core/operation.ts';
import { prune } from '../../src/operations/branches/prune.ts';
import { sandboxEnvironment } from '../../src/sandbox/export-lines.ts';
import { commitStream, fastImport } from '../../src/sandbox/git/fast-import.ts';
import { branchTip, forgetRefs, refsUnder, setRef } from '../../src/sandbox/git/refs.ts';
import { createRepository } from '../../src/sandbox/git/repository.ts';
import { git as runGit } from '../../src/sandbox/git-bridge.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { member } from '../../src/sandbox/seed/people.ts';
import { emptyRepository } from '../../src/sandbox/seed/repository.ts';
import type { PullRequest, PullRequestState, Repository } from '../../src/sandbox/world.ts';
import { type TestContextOptions, testContext } from './context.ts';
import { homeForTest } from './home.ts';

/** A repository of the sandbox for one test, with the branches that the test wants. */
export interface BranchYard {
  readonly repository: Repository;
  /** acme/NAME */
  readonly name: string;
  /** A home of its own: the journal lies in it. */
  readonly home: string;
  /** Makes a branch, or adds a commit to it. @returns its tip */
  readonly branch: (name: string, days: number, author?: number) => Promise<string>;
  /** Makes a pull request from a branch, closed where the branch stands now. */
  readonly pull: (source: string, more?: Partial<PlannedPull>) => Promise<PullRequest>;
  /** The names of the branches that are there. */
  readonly branches: () => Promise<string[]>;
  readonly context: (more?: TestContextOptions) => Context;
  /** Plans a prune. */
  readonly plan: (input: object, context?: Context) => Promise<Planned>;
  /** What becomes of each branch by the preview of a prune: "delete" or "keep", and why. */
  readonly fates: (input: object, more?: TestContextOptions) => Promise<Record<string, string>>;
}

interface PlannedPull {
  readonly state: PullRequestState;
  readonly into: string;
  /** The repository that the source lies in, where it is another one. */
  readonly from: Repository;
}

let count = 0;

/** Makes a repository with a young main branch; it goes when the test is over. */
export async function branchYard(
  sandbox: Sandbox,
  parent: Repository | undefined = undefined,
): Promise<BranchYard> {
  const { world } = sandbox;
  const slug = `yard-${++count}`;
  const git = await createRepository(join(world.gitRoot, 'acme', `${slug}.git`));
  const [project] = world.projects.values();
  if (!project) throw new Error('the sandbox has no project');
  const createdOn = world.clock.ago(900);
  const repository = emptyRepository({ slug, name: slug, git, project, createdOn, parent });
  repository.mainbranch = 'main';
  world.repositories.set(slug, repository);
  onTestFinished(() => void world.repositories.delete(slug));
  const home = homeForTest().path;
  const branch = async (name: string, days: number, author = 0) => {
    const parentHash = (await branchTip(git, name)) ?? (await branchTip(git, 'main'));
    const stream = commitStream({
      ref: `refs/heads/${name}`,
      author: { name: member(author).displayName, email: member(author).email },
      date: new Date(Date.now() - days * 86_400_000),
      message: `Work on ${name}`,
      parent: parentHash,
      files: { [`notes/${encodeURIComponent(name)}`]: String(Math.random()) },
    });
    await fastImport(git, stream);
    return (await branchTip(git, name)) ?? '';
  };
  const context = (more: TestContextOptions = {}) =>
    testContext(sandbox.url, {
      repository: `acme/${slug}`,
      cwd: home,
      ...more,
      environment: { ...sandboxEnvironment(sandbox), HOME: home, ...more.environment },
    });
  const plan = async (input: object, given = context()) => {
    const planned = await prune.plan?.(input, given);
    if (!planned) throw new Error('prune is planned first');
    return planned;
  };
  await branch('main', 0.1);
  return {
    repository,
    name: `acme/${slug}`,
    home,
    branch,
    context,
    plan,
    pull: (source, more) => addPull(sandbox, repository, source, more),
    branches: async () => [...(await refsUnder(git, 'refs/heads/')).keys()].sort(),
    fates: async (input, more) => fatesIn((await plan(input, context(more))).preview),
  };
}

async function addPull(
  { world }: Sandbox,
  repository: Repository,
  source: string,
  { state = 'OPEN', into = 'main', from = repository }: Partial<PlannedPull> = {},
): Promise<PullRequest> {
  const open = state === 'OPEN';
  const hash = async (where: Repository, name: string) =>
    open ? undefined : await branchTip(where.git, name);
  const pull: PullRequest = {
    id: repository.pullRequests.length + 1,
    title: source,
    description: '',
    state,
    author: member(0),
    source: { repository: from, branch: source, hash: await hash(from, source) },
    destination: { repository, branch: into, hash: await hash(repository, into) },
    createdOn: world.clock.ago(50),
    updatedOn: world.clock.ago(40),
    closeSourceBranch: false,
    draft: false,
    participants: [],
    mergeCommit: undefined,
    closedBy: undefined,
    reason: '',
    comments: [],
    tasks: [],
    events: [],
  };
  repository.pullRequests.push(pull);
  return pull;
}

/** Moves a branch to another commit, or takes it away. */
export const moveBranch = async (
  { git }: Repository,
  name: string,
  hash: string | undefined,
): Promise<boolean> => await setRef(git, `refs/heads/${name}`, hash);

/** Sets many branches to one commit, in one go: git starts as quickly for one as for all. */
export async function pointBranches(
  { git }: Repository,
  names: readonly string[],
  hash: string,
): Promise<void> {
  const input = names.map((name) => `update refs/heads/${name} ${hash}\n`).join('');
  await runGit(git.directory, ['update-ref', '--stdin'], { input });
  forgetRefs(git);
}

/** The rows of a preview or of a report. */
export function rowsOf(answer: unknown): readonly Record<string, string>[] {
  const { data }: Partial<DataAnswer> = Object(answer);
  const { branches = [] }: { branches?: Record<string, string>[] } = Object(data);
  return branches;
}

/** "status: why" by name. */
export const fatesIn = (answer: unknown): Record<string, string> =>
  Object.fromEntries(rowsOf(answer).map(({ name, status, why }) => [name, `${status}: ${why}`]));
