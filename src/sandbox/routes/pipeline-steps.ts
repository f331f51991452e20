import { notFound, Refusal } from '../errors.ts';
import { page } from '../paging.ts';
import { rangeOf } from '../range.ts';
import { stepJson } from '../render/pipeline.ts';
import { type Call, json, param, type Reply, type Route, redirect, route } from '../route.ts';
import type { Step } from '../world.ts';
import { pipelineOf } from './pipelines.ts';

function stepOf(call: Call): Step {
  const id = param(call, 'step_uuid');
  const found = pipelineOf(call).steps.find(({ uuid }) => uuid === id || uuid === `{${id}}`);
  if (found === undefined) throw notFound('Step not found');
  return found;
}

/** The log of a running step comes from here, that of a finished one from long-term storage. */
function log(call: Call): Reply {
  const step = stepOf(call);
  if (step.log.length === 0) throw notFound('Log not found');
  const contentType = 'application/octet-stream';
  if (step.result !== '') {
    const path = `/logs/${step.uuid.slice(1, -1)}.log`;
    call.world.stored.set(path, { bytes: step.log, contentType, name: 'log.txt' });
    return redirect(`${call.world.storage}${path}?Signature=sandbox&Expires=1795176000`, 307);
  }
  const { status, headers, body } = rangeOf(step.log, call.headers.range);
  if (status === 416) throw new Refusal(416, 'Requested Range Not Satisfiable', headers);
  return { status, bytes: body, headers: { 'content-type': contentType, ...headers } };
}

const STEPS = 'R/pipelines/{pipeline_uuid}/steps';

/** The steps of a pipeline and their logs. */
export const PIPELINE_STEPS: readonly Route[] = [
  route(`GET ${STEPS}`, 'read:pipeline', (call) => {
    const pipeline = pipelineOf(call);
    return page(call, pipeline.steps, (step) => stepJson(pipeline, step));
  }),
  route(`GET ${STEPS}/{step_uuid}`, 'read:pipeline', (call) =>
    json(stepJson(pipelineOf(call), stepOf(call))),
  ),
  route(`GET ${STEPS}/{step_uuid}/log`, 'read:pipeline', log),
];
