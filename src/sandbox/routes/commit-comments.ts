import { jsonBody, requireText } from '../body.ts';
import { forbidden, notFound } from '../errors.ts';
import { numberAt, objectAt, textAt } from '../json.ts';
import { page } from '../paging.ts';
import { commitCommentJson } from '../render/comment.ts';
import { repositoryApi } from '../render/links.ts';
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
import type { Comment, Repository } from '../world.ts';
import { commitOf } from './commits.ts';
import { inlineOf } from './pull-request-comments.ts';

interface Place {
  readonly repository: Repository;
  readonly hash: string;
  readonly comments: Comment[];
}

async function placeOf(call: Call): Promise<Place> {
  const repository = repositoryOf(call);
  const hash = await commitOf(call, repository);
  const comments = repository.commentsOn.get(hash) ?? [];
  repository.commentsOn.set(hash, comments);
  return { repository, hash, comments };
}

async function commentOf(call: Call, own = false): Promise<Place & { comment: Comment }> {
  const place = await placeOf(call);
  const comment = place.comments.find(({ id }) => id === Number(param(call, 'comment_id')));
  if (comment === undefined) throw notFound('Comment not found');
  if (own && comment.user.uuid !== actor(call).uuid)
    throw forbidden('You can only change your own comments.');
  return { ...place, comment };
}

async function create(call: Call): Promise<Reply> {
  const { repository, hash, comments } = await placeOf(call);
  const body = jsonBody(call);
  const parent = comments.find(({ id }) => id === numberAt(objectAt(body, 'parent'), 'id'));
  const on = call.world.clock.tick();
  const comment: Comment = {
    id: call.world.nextId('comment'),
    user: actor(call),
    raw: requireText(textAt(body, 'content', 'raw'), 'content'),
    createdOn: on,
    updatedOn: on,
    deleted: false,
    pending: false,
    parent,
    inline: inlineOf(body) ?? parent?.inline,
    resolution: undefined,
  };
  comments.push(comment);
  const self = `${repositoryApi(call.world, repository)}/commit/${hash}/comments/${comment.id}`;
  return created(commitCommentJson(call.world, repository, hash, comment), self);
}

const COMMENTS = 'R/commit/{commit}/comments';
const SCOPE = 'read:repository';

/** Comments on commits. */
export const COMMIT_COMMENTS: readonly Route[] = [
  route(`GET ${COMMENTS}`, SCOPE, async (call) => {
    const { repository, hash, comments } = await placeOf(call);
    return page(call, comments, (one) => commitCommentJson(call.world, repository, hash, one));
  }),
  route(`POST ${COMMENTS}`, SCOPE, create),
  route(`GET ${COMMENTS}/{comment_id}`, SCOPE, async (call) => {
    const { repository, hash, comment } = await commentOf(call);
    return json(commitCommentJson(call.world, repository, hash, comment));
  }),
  route(`PUT ${COMMENTS}/{comment_id}`, SCOPE, async (call) => {
    const { repository, hash, comment } = await commentOf(call, true);
    comment.raw = requireText(textAt(jsonBody(call), 'content', 'raw'), 'content');
    comment.updatedOn = call.world.clock.tick();
    return json(commitCommentJson(call.world, repository, hash, comment), 201);
  }),
  route(`DELETE ${COMMENTS}/{comment_id}`, SCOPE, async (call) => {
    const { comment } = await commentOf(call, true);
    comment.deleted = true;
    return nothing();
  }),
];
