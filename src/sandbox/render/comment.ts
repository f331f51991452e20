import type { JsonObject } from '../json.ts';
import type { Comment, PullRequest, Repository, Task, World } from '../world.ts';
import { links, repositoryApi, repositoryPage } from './links.ts';
import { rendered } from './markup.ts';
import { personJson } from './person.ts';
import { pullRequestApi, pullRequestBrief, pullRequestPage } from './pull-request.ts';

function common(world: World, comment: Comment): JsonObject {
  return {
    id: comment.id,
    created_on: comment.createdOn,
    updated_on: comment.updatedOn,
    content: rendered(comment.deleted ? '' : comment.raw),
    user: personJson(world, comment.user),
    deleted: comment.deleted,
    ...(comment.inline === undefined ? {} : { inline: comment.inline }),
  };
}

/** A comment on a pull request. */
export function commentJson(world: World, pr: PullRequest, comment: Comment): JsonObject {
  const { parent, resolution } = comment;
  const self = `${pullRequestApi(world, pr)}/comments`;
  const page = `${pullRequestPage(world, pr)}/_/diff#comment-`;
  return {
    ...common(world, comment),
    ...(parent === undefined
      ? {}
      : {
          parent: {
            id: parent.id,
            links: links({ self: `${self}/${parent.id}`, html: `${page}${parent.id}` }),
            type: 'pullrequest_comment',
          },
        }),
    ...(resolution === undefined
      ? {}
      : {
          resolution: {
            type: 'comment_resolution',
            user: personJson(world, resolution.user),
            created_on: resolution.createdOn,
          },
        }),
    pending: comment.pending,
    type: 'pullrequest_comment',
    links: links({
      self: `${self}/${comment.id}`,
      html: `${page}${comment.id}`,
      ...(comment.inline === undefined ? {} : { code: `${pullRequestApi(world, pr)}/diff` }),
    }),
    pullrequest: pullRequestBrief(world, pr),
  };
}

/** A comment on a commit. */
export function commitCommentJson(
  world: World,
  repository: Repository,
  hash: string,
  comment: Comment,
): JsonObject {
  const base = `${repositoryApi(world, repository)}/commit/${hash}`;
  const { parent } = comment;
  return {
    ...common(world, comment),
    ...(parent === undefined ? {} : { parent: { id: parent.id, type: 'commit_comment' } }),
    type: 'commit_comment',
    commit: { hash, type: 'commit', links: links({ self: base }) },
    links: links({
      self: `${base}/comments/${comment.id}`,
      html: `${repositoryPage(world, repository)}/commits/${hash}#comment-${comment.id}`,
    }),
  };
}

/** A task of a pull request. */
export function taskJson(world: World, pr: PullRequest, task: Task): JsonObject {
  const { comment, resolved } = task;
  const self = `${pullRequestApi(world, pr)}/tasks/${task.id}`;
  return {
    id: task.id,
    state: task.state,
    content: rendered(task.raw),
    creator: personJson(world, task.creator),
    created_on: task.createdOn,
    updated_on: task.updatedOn,
    resolved_on: resolved?.on ?? null,
    resolved_by: resolved === undefined ? null : personJson(world, resolved.by),
    pending: task.pending,
    links: links({ self, html: `${pullRequestPage(world, pr)}/_/overview` }),
    ...(comment === undefined ? {} : { comment: { id: comment.id, type: 'pullrequest_comment' } }),
  };
}
