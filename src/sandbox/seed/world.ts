import { join } from 'node:path';
import { type Clock, startClock } from '../clock.ts';
import { branchTip } from '../git/refs.ts';
import { createRepository } from '../git/repository.ts';
import { uuidOf } from '../ids.ts';
import type { Project, Repository, World } from '../world.ts';
import { BACKEND_API } from './backend-api.ts';
import { seedConversation } from './conversation.ts';
import { seedDeployments } from './deployments.ts';
import { PAYMENTS_SERVICE } from './payments-service.ts';
import { PEOPLE } from './people.ts';
import { seedPipelines } from './pipelines.ts';
import type { Plan } from './plan.ts';
import { emptyRepository, seedRepository } from './repository.ts';
import { FRONTEND, INFRA, withSubmodule } from './small-repositories.ts';

/** Where a world is served and kept. */
export interface Surroundings {
  readonly api: string;
  readonly web: string;
  readonly storage: string;
  readonly gitRoot: string;
  readonly now: Date;
}

/** Builds the workspace `acme` with everything in it; the same for the same `now`. */
export async function seedWorld(around: Surroundings): Promise<World> {
  const { now, ...addresses } = around;
  const clock = startClock(now);
  const workspace = { slug: 'acme', name: 'Acme', uuid: uuidOf('workspace acme') };
  const project = shop(clock);
  const nextId = counter();
  const directory = join(around.gitRoot, workspace.slug);
  const repositories = await seedRepositories(directory, clock, project);
  const [backend] = repositories;
  if (backend === undefined) throw new Error('the seed has no repositories');
  seedConversation(clock, backend, nextId);
  await seedPipelines(clock, backend, around.web);
  seedDeployments(clock, backend, around.web);
  backend.defaultReviewers.push(...PEOPLE.slice(1, 3));
  return {
    ...addresses,
    clock,
    workspace,
    people: PEOPLE,
    projects: new Map([[project.key, project]]),
    repositories: new Map(repositories.map((one) => [one.slug, one])),
    hooks: new Map(),
    variables: new Map(),
    stored: new Map(),
    mergeTasks: new Map(),
    nextId,
  };
}

/** The repositories, backend-api first, all written at the same time. */
async function seedRepositories(
  directory: string,
  clock: Clock,
  project: Project,
): Promise<Repository[]> {
  const seed = (plan: Plan) => seedRepository(directory, clock, project, plan);
  const plans = [INFRA, BACKEND_API, FRONTEND, PAYMENTS_SERVICE];
  const [infra, ...others] = await Promise.all(plans.map(seed));
  if (infra === undefined) throw new Error('the seed has no infra');
  const outer = await seed(withSubmodule((await branchTip(infra.git, 'main')) ?? ''));
  const git = await createRepository(join(directory, 'empty.git'));
  const createdOn = clock.ago(20);
  const empty = emptyRepository({ slug: 'empty', name: 'empty', git, project, createdOn });
  return [...others, infra, outer, empty];
}

function shop(clock: Clock): Project {
  return {
    uuid: uuidOf('project SHOP'),
    key: 'SHOP',
    name: 'Shop',
    description: 'Everything that sells',
    isPrivate: true,
    createdOn: clock.ago(1000),
    updatedOn: clock.ago(400),
  };
}

/** Gives numbers, a row of them for each kind of thing. */
function counter(): (kind: string) => number {
  const counters = new Map<string, number>(FIRST);
  return (kind) => {
    const id = (counters.get(kind) ?? 0) + 1;
    counters.set(kind, id);
    return id;
  };
}

/** Numbers that do not start at one, because those of a service with many users do not. */
const FIRST: readonly [string, number][] = [
  ['comment', 611_204_310],
  ['task', 48_210_600],
  ['restriction', 41_870_210],
];
