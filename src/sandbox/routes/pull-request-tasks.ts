import { jsonBody, requireText } from '../body.ts';
import { badRequest, notFound } from '../errors.ts';
import { flagAt, numberAt, objectAt, textAt } from '../json.ts';
import { page } from '../paging.ts';
import { taskJson } from '../render/comment.ts';
import { pullRequestApi } from '../render/pull-request.ts';
import {
  actor,
  type Call,
  created,
  json,
  nothing,
  param,
  type Reply,
  type Route,
  route,
} from '../route.ts';
import type { PullRequest, Task } from '../world.ts';
import { pullRequestOf } from './pull-request-of.ts';

function taskOf(call: Call, pr: PullRequest): Task {
  const id = Number(param(call, 'task_id'));
  const found = pr.tasks.find((task) => task.id === id);
  if (found === undefined) throw notFound('Task not found');
  return found;
}

function create(call: Call): Reply {
  const pr = pullRequestOf(call);
  const body = jsonBody(call);
  const raw = requireText(textAt(body, 'content', 'raw'), 'content');
  const commentId = numberAt(objectAt(body, 'comment'), 'id');
  const comment = pr.comments.find(({ id }) => id === commentId);
  if (commentId !== undefined && comment === undefined) {
    throw badRequest('Bad request', { comment: [`comment ${commentId} does not exist`] });
  }
  const on = call.world.clock.tick();
  const task: Task = {
    id: call.world.nextId('task'),
    raw,
    state: 'UNRESOLVED',
    creator: actor(call),
    createdOn: on,
    updatedOn: on,
    comment,
    pending: flagAt(body, 'pending') ?? false,
    resolved: undefined,
  };
  pr.tasks.push(task);
  return created(
    taskJson(call.world, pr, task),
    `${pullRequestApi(call.world, pr)}/tasks/${task.id}`,
  );
}

function update(call: Call): Reply {
  const pr = pullRequestOf(call);
  const task = taskOf(call, pr);
  const body = jsonBody(call);
  const state = textAt(body, 'state') ?? task.state;
  if (state !== 'RESOLVED' && state !== 'UNRESOLVED') {
    throw badRequest('Bad request', { state: [`"${state}" is not a valid choice.`] });
  }
  const on = call.world.clock.tick();
  if (state !== task.state) {
    task.resolved = state === 'RESOLVED' ? { by: actor(call), on } : undefined;
    task.state = state;
  }
  task.raw = textAt(body, 'content', 'raw') ?? task.raw;
  task.updatedOn = on;
  return json(taskJson(call.world, pr, task));
}

function remove(call: Call): Reply {
  const pr = pullRequestOf(call);
  pr.tasks.splice(pr.tasks.indexOf(taskOf(call, pr)), 1);
  return nothing();
}

const TASKS = 'R/pullrequests/{pull_request_id}/tasks';
const SCOPE = 'read:pullrequest';

/** Tasks on pull requests. */
export const PULL_REQUEST_TASKS: readonly Route[] = [
  route(`GET ${TASKS}`, SCOPE, (call) => {
    const pr = pullRequestOf(call);
    return page(call, pr.tasks, (task) => taskJson(call.world, pr, task));
  }),
  route(`POST ${TASKS}`, SCOPE, create),
  route(`GET ${TASKS}/{task_id}`, SCOPE, (call) => {
    const pr = pullRequestOf(call);
    return json(taskJson(call.world, pr, taskOf(call, pr)));
  }),
  route(`PUT ${TASKS}/{task_id}`, SCOPE, update),
  route(`DELETE ${TASKS}/{task_id}`, SCOPE, remove),
];
