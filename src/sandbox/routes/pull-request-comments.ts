import { jsonBody, requireText } from '../body.ts';
import { badRequest, conflict, forbidden, notFound } from '../errors.ts';
import { flagAt, type Json, type JsonObject, numberAt, objectAt, textAt } from '../json.ts';
import { page } from '../paging.ts';
import { commentJson } from '../render/comment.ts';
import { personJson } from '../render/person.ts';
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
import type { Comment, PullRequest } from '../world.ts';
import { pullRequestOf } from './pull-request-of.ts';

function commentOf(call: Call, pr: PullRequest): Comment {
  const id = Number(param(call, 'comment_id'));
  const found = pr.comments.find((comment) => comment.id === id && sees(call, comment));
  if (found === undefined) throw notFound('Comment not found');
  return found;
}

/** A pending comment is there only for who wrote it. */
function sees(call: Call, comment: Comment): boolean {
  return !comment.pending || comment.user.uuid === actor(call).uuid;
}

/**
 * Where in the diff a comment stands: a file, or a line of its old or new side.
 * @throws Refusal 400 without a path
 */
export function inlineOf(body: JsonObject): JsonObject | undefined {
  const given = objectAt(body, 'inline');
  if (given === undefined) return undefined;
  const inline: { [key: string]: Json } = {
    path: requireText(textAt(given, 'path'), 'inline.path'),
    from: numberAt(given, 'from') ?? null,
    to: numberAt(given, 'to') ?? null,
  };
  for (const key of ['start_from', 'start_to']) {
    const line = numberAt(given, key);
    if (line !== undefined) inline[key] = line;
  }
  return inline;
}

function create(call: Call): Reply {
  const pr = pullRequestOf(call);
  const body = jsonBody(call);
  const raw = requireText(textAt(body, 'content', 'raw'), 'content');
  const parentId = numberAt(objectAt(body, 'parent'), 'id');
  const parent = pr.comments.find(({ id }) => id === parentId);
  if (parentId !== undefined && parent === undefined) {
    throw badRequest('Bad request', { parent: [`comment ${parentId} does not exist`] });
  }
  const on = call.world.clock.tick();
  const comment: Comment = {
    id: call.world.nextId('comment'),
    user: actor(call),
    raw,
    createdOn: on,
    updatedOn: on,
    deleted: false,
    pending: flagAt(body, 'pending') ?? false,
    parent,
    inline: inlineOf(body) ?? parent?.inline,
    resolution: undefined,
  };
  pr.comments.push(comment);
  pr.updatedOn = on;
  return created(
    commentJson(call.world, pr, comment),
    `${pullRequestApi(call.world, pr)}/comments/${comment.id}`,
  );
}

function update(call: Call): Reply {
  const pr = pullRequestOf(call);
  const comment = commentOf(call, pr);
  const body = jsonBody(call);
  if (comment.user.uuid !== actor(call).uuid)
    throw forbidden('You can only edit your own comments.');
  if (comment.deleted) throw badRequest('A deleted comment cannot be edited.');
  comment.raw = requireText(textAt(body, 'content', 'raw'), 'content');
  comment.pending = flagAt(body, 'pending') ?? comment.pending;
  comment.updatedOn = call.world.clock.tick();
  return json(commentJson(call.world, pr, comment));
}

function remove(call: Call): Reply {
  const pr = pullRequestOf(call);
  const comment = commentOf(call, pr);
  if (comment.user.uuid !== actor(call).uuid)
    throw forbidden('You can only delete your own comments.');
  comment.deleted = true;
  comment.updatedOn = call.world.clock.tick();
  return nothing();
}

/** A thread is known by its first comment. */
function threadOf(call: Call): Comment {
  const comment = commentOf(call, pullRequestOf(call));
  if (comment.parent === undefined) return comment;
  throw forbidden('Only top-level comments can be resolved or reopened.');
}

function resolve(call: Call): Reply {
  const comment = threadOf(call);
  if (comment.inline === undefined) throw forbidden('Only comments on the diff can be resolved.');
  if (comment.resolution !== undefined) throw conflict('This comment thread is already resolved.');
  const resolution = { user: actor(call), createdOn: call.world.clock.tick() };
  comment.resolution = resolution;
  return json({
    type: 'comment_resolution',
    user: personJson(call.world, resolution.user),
    created_on: resolution.createdOn,
  });
}

/** 404 also for a thread that is open, as the API description says. */
function reopen(call: Call): Reply {
  const comment = threadOf(call);
  if (comment.resolution === undefined) throw notFound('This comment thread is not resolved.');
  comment.resolution = undefined;
  return nothing();
}

const COMMENTS = 'R/pullrequests/{pull_request_id}/comments';
const SCOPE = 'read:pullrequest';

/** Comments on pull requests, and the threads they make. */
export const PULL_REQUEST_COMMENTS: readonly Route[] = [
  route(`GET ${COMMENTS}`, SCOPE, (call) => {
    const pr = pullRequestOf(call);
    const seen = pr.comments.filter((comment) => sees(call, comment));
    return page(call, seen, (comment) => commentJson(call.world, pr, comment));
  }),
  route(`POST ${COMMENTS}`, SCOPE, create),
  route(`GET ${COMMENTS}/{comment_id}`, SCOPE, (call) => {
    const pr = pullRequestOf(call);
    return json(commentJson(call.world, pr, commentOf(call, pr)));
  }),
  route(`PUT ${COMMENTS}/{comment_id}`, SCOPE, update),
  route(`DELETE ${COMMENTS}/{comment_id}`, SCOPE, remove),
  route(`POST ${COMMENTS}/{comment_id}/resolve`, SCOPE, resolve),
  route(`DELETE ${COMMENTS}/{comment_id}/resolve`, SCOPE, reopen),
];
