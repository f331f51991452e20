import { join } from 'node:path';
import { startClock } from '../clock.ts';
import { branchTip } from '../git/refs.ts';
import { createRepository } from '../git/repository.ts';
import { uuidOf } from '../ids.ts';
import type { Project, Repository, World } from '../world.ts';
import { BACKEND_API } from './backend-api.ts';
import { seedConversation } from './conversation.ts';
import { PAYMENTS_SERVICE } from './payments-service.ts';
import { PEOPLE } from './people.ts';
import { seedPipelines } from './pipelines.ts';
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
  const clock = startClock(around.now);
  const workspace = { slug: 'acme', name: 'Acme', uuid: uuidOf('workspace acme') };
  const project: Project = {
    uuid: uuidOf('project SHOP'),
    key: 'SHOP',
    name: 'Shop',
    description: 'Everything that sells',
    isPrivate: true,
    createdOn: clock.ago(1000),
    updatedOn: clock.ago(400),
  };
  const counters = new Map<string, number>(FIRST);
  const nextId = (kind: string) => {
    const id = (counters.get(kind) ?? 0) + 1;
    counters.set(kind, id);
    return id;
  };
  const seed = (plan: Parameters<typeof seedRepository>[4]) =>
    seedRepository(around.gitRoot, workspace.slug, clock, project, plan);
  const plans = [BACKEND_API, FRONTEND, INFRA, PAYMENTS_SERVICE].map(seed);
  const [backend, frontend, infra, payments] = await Promise.all(plans);
  if (!backend || !frontend || !infra || !payments) throw new Error('the seed is incomplete');
  const tip = (await branchTip(infra.git, 'main')) ?? '';
  const all = [backend, frontend, infra, payments, await seed(withSubmodule(tip))];
  const git = await createRepository(join(around.gitRoot, workspace.slug, 'empty.git'));
  const createdOn = clock.ago(20);
  all.push(emptyRepository({ slug: 'empty', name: 'empty', git, project, createdOn }));
  seedConversation(clock, backend, nextId);
  await seedPipelines(clock, backend, around.web);
  const people = PEOPLE.slice(1, 3);
  backend.defaultReviewers.push(...people);
  const { now, ...addresses } = around;
  return {
    ...addresses,
    clock,
    workspace,
    people: PEOPLE,
    projects: new Map([[project.key, project]]),
    repositories: new Map(all.map((one: Repository) => [one.slug, one])),
    hooks: new Map(),
    variables: new Map(),
    stored: new Map(),
    mergeTasks: new Map(),
    nextId,
  };
}

/** Numbers that do not start at one, because those of a service with many users do not. */
const FIRST: readonly [string, number][] = [
  ['comment', 611_204_310],
  ['task', 48_210_600],
  ['restriction', 41_870_210],
];
