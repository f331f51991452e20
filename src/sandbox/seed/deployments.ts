import type { Clock } from '../clock.ts';
import { uuidOf } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { Pipeline, Repository } from '../world.ts';

/** Three environments, and a deployment to one of them for every run on the main branch. */
export function seedDeployments(clock: Clock, repository: Repository, web: string): void {
  for (const [rank, name] of ['Test', 'Staging', 'Production'].entries()) {
    const made = environment(name, rank);
    repository.environments.set(uuidOf(`environment ${name}`), made);
  }
  const mains = repository.pipelines.filter((one) => one.refName === 'main');
  const page = `${web}/acme/${repository.slug}/pipelines/results`;
  repository.deployments.push(...mains.map((one) => deployment(clock, one, page)));
}

function environment(name: string, rank: number): JsonObject {
  return {
    type: 'deployment_environment',
    uuid: uuidOf(`environment ${name}`),
    name,
    slug: name.toLowerCase(),
    rank,
    environment_type: { type: 'deployment_environment_type', name, rank },
    category: { name },
    hidden: false,
    lock: { type: 'deployment_environment_lock_open', name: 'OPEN' },
  };
}

function deployment(clock: Clock, pipeline: Pipeline, page: string): JsonObject {
  const { buildNumber, createdOn, completedOn, hash } = pipeline;
  return {
    type: 'deployment',
    uuid: uuidOf(`deployment ${buildNumber}`),
    state: {
      type: 'deployment_state_completed',
      name: 'COMPLETED',
      status: { type: 'deployment_state_completed_status_successful', name: 'SUCCESSFUL' },
      started_on: createdOn,
      completed_on: completedOn ?? clock.ago(0),
    },
    environment: {
      type: 'deployment_environment',
      uuid: uuidOf('environment Staging'),
      name: 'Staging',
    },
    release: {
      type: 'deployment_release',
      uuid: uuidOf(`release ${buildNumber}`),
      name: `#${buildNumber}`,
      url: `${page}/${buildNumber}`,
      created_on: createdOn,
      commit: { type: 'commit', hash },
    },
  };
}
