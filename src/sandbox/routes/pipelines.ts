import { jsonBody, requireText } from '../body.ts';
import { badRequest, notFound } from '../errors.ts';
import { branchTip } from '../git/refs.ts';
import { uuidOf } from '../ids.ts';
import { isObject, listAt, objectAt, textAt } from '../json.ts';
import { page } from '../paging.ts';
import { inPath, repositoryApi } from '../render/links.ts';
import { pipelineJson } from '../render/pipeline.ts';
import {
  actor,
  type Call,
  created,
  json,
  nothing,
  param,
  type Reply,
  type Route,
  repositoryOf,
  route,
} from '../route.ts';
import { makeSteps, noteStatus } from '../seed/pipelines.ts';
import type { Pipeline } from '../world.ts';

/**
 * The run that the path names, by uuid or build number.
 * @throws Refusal 404
 */
export function pipelineOf(call: Call): Pipeline {
  const id = param(call, 'pipeline_uuid');
  const found = repositoryOf(call).pipelines.find(
    ({ uuid, buildNumber }) => uuid === id || uuid === `{${id}}` || String(buildNumber) === id,
  );
  if (found === undefined) throw notFound('Pipeline not found');
  return found;
}

/** What `status` calls the states. */
function status({ result }: Pipeline): string {
  if (result === undefined) return 'BUILDING';
  return result === 'SUCCESSFUL' ? 'PASSED' : result;
}

type Test = (pipeline: Pipeline, value: string) => boolean;

const FILTERS: Readonly<Record<string, Test>> = {
  'target.branch': ({ refName }, value) => refName === value,
  'target.ref_name': ({ refName }, value) => refName === value,
  'target.ref_type': (_, value) => value.toLowerCase() === 'branch',
  'target.commit.hash': ({ hash }, value) => hash.startsWith(value),
  'target.selector.type': ({ selector }, value) => selector?.type === value.toLowerCase(),
  'target.selector.pattern': ({ selector }, value) => selector?.pattern === value,
  'creator.uuid': ({ creator }, value) => creator.uuid === value,
  trigger_type: ({ trigger }, value) => trigger === value.toUpperCase(),
};

/** Oldest first unless `sort` says otherwise; filtered by plain parameters, not by q. */
function list(call: Call): Reply {
  const repository = repositoryOf(call);
  const { query } = call;
  const statuses = query.getAll('status');
  const chosen = repository.pipelines.filter(
    (one) =>
      (statuses.length === 0 || statuses.includes(status(one))) &&
      Object.entries(FILTERS).every(([name, test]) => {
        const value = query.get(name);
        return value === null || test(one, value);
      }),
  );
  return page(call, chosen, (one) => pipelineJson(call.world, repository, one));
}

async function start(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const body = jsonBody(call);
  const target = objectAt(body, 'target');
  const refName = requireText(
    textAt(target, 'ref_name') ?? repository.mainbranch ?? '',
    'target.ref_name',
  );
  const hash = textAt(target, 'commit', 'hash') ?? (await branchTip(repository.git, refName));
  if (hash === undefined)
    throw badRequest('Bad request', { target: [`No such branch: ${refName}`] });
  const buildNumber = Math.max(0, ...repository.pipelines.map((one) => one.buildNumber)) + 1;
  const seed = `${repository.slug} ${buildNumber}`;
  const pipeline: Pipeline = {
    uuid: uuidOf(`pipeline ${seed}`),
    buildNumber,
    creator: actor(call),
    createdOn: call.world.clock.tick(),
    completedOn: undefined,
    refName,
    hash,
    trigger: 'MANUAL',
    variables: listAt(body, 'variables').filter(isObject),
    selector: objectAt(target, 'selector'),
    result: undefined,
    steps: makeSteps(seed, refName, undefined),
  };
  repository.pipelines.push(pipeline);
  noteStatus(repository, pipeline, call.world.web);
  const self = `${repositoryApi(call.world, repository)}/pipelines/${inPath(pipeline.uuid)}`;
  return created(pipelineJson(call.world, repository, pipeline), self);
}

function stop(call: Call): Reply {
  const pipeline = pipelineOf(call);
  if (pipeline.result !== undefined) throw badRequest('This pipeline is already completed.');
  pipeline.result = 'STOPPED';
  pipeline.completedOn = call.world.clock.tick();
  for (const step of pipeline.steps) step.result = 'STOPPED';
  noteStatus(repositoryOf(call), pipeline, call.world.web);
  return nothing();
}

/** Pipelines: listed, started, stopped. */
export const PIPELINES: readonly Route[] = [
  route('GET R/pipelines', 'read:pipeline', list),
  route('POST R/pipelines', 'read:pipeline write:pipeline', start),
  route('GET R/pipelines/{pipeline_uuid}', 'read:pipeline', (call) =>
    json(pipelineJson(call.world, repositoryOf(call), pipelineOf(call))),
  ),
  route('POST R/pipelines/{pipeline_uuid}/stopPipeline', 'write:pipeline', stop),
];
