import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { createRepository, type GitRepository } from '../git/repository.ts';
import { uuidOf } from '../ids.ts';
import type { Project, PullRequest, Repository } from '../world.ts';
import { member } from './people.ts';
import type { Plan, PlannedPull } from './plan.ts';
import { closedAge, type WrittenPull, writePlan } from './write-plan.ts';

/** What a repository is made from when it is empty. */
export interface NewRepository {
  readonly slug: string;
  readonly name: string;
  readonly git: GitRepository;
  readonly project: Project;
  readonly createdOn: string;
  readonly parent?: Repository | undefined;
}

/** An empty private repository. */
export function emptyRepository(made: NewRepository): Repository {
  const { slug, name, git, project, createdOn, parent } = made;
  return {
    slug,
    name,
    git,
    project,
    createdOn,
    parent,
    uuid: uuidOf(`repository ${slug}`),
    description: '',
    language: '',
    isPrivate: true,
    forkPolicy: 'no_public_forks',
    updatedOn: createdOn,
    mainbranch: null,
    pullRequests: [],
    defaultReviewers: [],
    pipelines: [],
    downloads: new Map(),
    hooks: new Map(),
    restrictions: new Map(),
    variables: new Map(),
    environments: new Map(),
    environmentVariables: new Map(),
    deployments: [],
    branchingModel: BRANCHING_MODEL,
    statuses: new Map(),
    commentsOn: new Map(),
    approvals: new Map(),
    reports: new Map(),
    lfs: new Map(),
  };
}

const BRANCHING_MODEL = {
  development: { name: 'main', use_mainbranch: true },
  branch_types: ['feature', 'bugfix', 'release', 'hotfix'].map((kind) => ({
    kind,
    prefix: `${kind}/`,
  })),
};

/** Writes a plan to disk and gives the repository that Bitbucket would show of it. */
export async function seedRepository(
  directory: string,
  clock: Clock,
  project: Project,
  plan: Plan,
): Promise<Repository> {
  const git = await createRepository(join(directory, `${plan.slug}.git`));
  const written = await writePlan(git, plan, clock.start);
  const createdOn = clock.ago(plan.age);
  const repository = emptyRepository({ slug: plan.slug, name: plan.slug, git, project, createdOn });
  repository.description = plan.description;
  repository.language = plan.language;
  repository.updatedOn = clock.ago(0.2);
  repository.mainbranch = 'main';
  for (const pull of plan.pulls) {
    const commits = written.get(pull.id);
    if (commits !== undefined)
      repository.pullRequests.push(pullRequest(clock, repository, pull, commits));
  }
  return repository;
}

function pullRequest(
  clock: Clock,
  repository: Repository,
  pull: PlannedPull,
  commits: WrittenPull,
): PullRequest {
  const open = pull.state === 'OPEN';
  const closed = clock.ago(closedAge(pull));
  const end = (branch: string, hash: string) => ({
    repository,
    branch,
    hash: open ? undefined : hash,
  });
  return {
    id: pull.id,
    title: pull.title,
    description: pull.description,
    state: pull.state,
    author: member(pull.author),
    source: end(pull.branch, commits.source),
    destination: end(pull.destination, commits.destination),
    createdOn: clock.ago(pull.age),
    updatedOn: open ? clock.ago(pull.age * 0.7) : closed,
    closeSourceBranch: pull.id % 3 === 0,
    draft: pull.draft,
    participants: participants(clock, pull),
    mergeCommit: commits.merge,
    closedBy: open ? undefined : member(pull.reviewers[0] ?? 0),
    reason: pull.state === 'DECLINED' ? 'Not needed any more.' : '',
    comments: [],
    tasks: [],
    events: [],
  };
}

function participants(clock: Clock, pull: PlannedPull): PullRequest['participants'] {
  return pull.reviewers.map((index) => {
    const approved = pull.approvedBy.includes(index);
    return {
      user: member(index),
      role: 'REVIEWER',
      approved,
      state: approved ? 'approved' : null,
      participatedOn: approved ? clock.ago(pull.age * 0.8) : null,
    };
  });
}
