import type { JsonObject } from '../json.ts';
import type { Pipeline, Repository, Step, World } from '../world.ts';
import { commitBrief } from './commit.ts';
import { inPath, links, repositoryApi, repositoryPage } from './links.ts';
import { personJson } from './person.ts';
import { repositoryBrief } from './repository.ts';

/** The state of a run or of a step: `kind` is `pipeline` or `pipeline_step`. */
function state(kind: string, result: string | undefined): JsonObject {
  if (result === undefined || result === '') {
    const stage = { type: `${kind}_state_in_progress_running`, name: 'RUNNING' };
    return { type: `${kind}_state_in_progress`, name: 'IN_PROGRESS', stage };
  }
  const type = `${kind}_state_completed_${result.toLowerCase()}`;
  return { type: `${kind}_state_completed`, name: 'COMPLETED', result: { type, name: result } };
}

/** A run of a pipeline. */
export function pipelineJson(world: World, repository: Repository, pipeline: Pipeline): JsonObject {
  const { uuid, refName, hash, selector, completedOn } = pipeline;
  const self = `${repositoryApi(world, repository)}/pipelines/${inPath(uuid)}`;
  return {
    type: 'pipeline',
    uuid,
    build_number: pipeline.buildNumber,
    run_number: 1,
    creator: personJson(world, pipeline.creator),
    repository: repositoryBrief(world, repository),
    target: {
      type: 'pipeline_ref_target',
      ref_type: 'branch',
      ref_name: refName,
      commit: commitBrief(world, repository, hash),
      selector: selector ?? { type: 'default' },
    },
    trigger: {
      type: pipeline.trigger === 'PUSH' ? 'pipeline_trigger_push' : 'pipeline_trigger_manual',
      name: pipeline.trigger,
    },
    state: state('pipeline', pipeline.result),
    variables: pipeline.variables,
    created_on: pipeline.createdOn,
    ...(completedOn === undefined ? {} : { completed_on: completedOn }),
    build_seconds_used: pipeline.steps.reduce((sum, { seconds }) => sum + seconds, 0),
    duration_in_seconds: pipeline.steps.reduce((sum, { seconds }) => sum + seconds + 9, 0),
    first_successful: false,
    expired: false,
    has_variables: pipeline.variables.length > 0,
    links: {
      ...links({ self, steps: `${self}/steps` }),
      html: {
        href: `${repositoryPage(world, repository)}/pipelines/results/${pipeline.buildNumber}`,
      },
    },
  };
}

/** A step of a run. */
export function stepJson(pipeline: Pipeline, step: Step): JsonObject {
  const { completedOn } = pipeline;
  return {
    type: 'pipeline_step',
    uuid: step.uuid,
    name: step.name,
    pipeline: { type: 'pipeline', uuid: pipeline.uuid },
    started_on: pipeline.createdOn,
    ...(completedOn === undefined ? {} : { completed_on: completedOn }),
    state: state('pipeline_step', step.result),
    image: { name: step.image },
    setup_commands: [],
    script_commands: step.commands.map((command) => ({
      name: command,
      command,
      commandType: 'SCRIPT',
    })),
    duration_in_seconds: step.seconds,
    build_seconds_used: step.seconds,
    run_number: 1,
    trigger: { type: 'pipeline_step_trigger_automatic' },
    maxTime: 120,
  };
}
