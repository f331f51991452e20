import type { Clock } from '../clock.ts';
import type { JsonObject } from '../json.ts';
import type { Comment, PullRequest, Repository } from '../world.ts';
import { member } from './people.ts';
import { JWT_AFTER } from './pull-request-42.ts';

interface Said {
  readonly by: number;
  readonly age: number;
  readonly raw: string;
  readonly parent?: Comment;
  readonly inline?: JsonObject;
}

/** Lets people talk on the pull requests of backend-api, most of all on #42. */
export function seedConversation(
  clock: Clock,
  repository: Repository,
  nextId: (kind: string) => number,
): void {
  const say = (pr: PullRequest, said: Said): Comment => {
    const comment: Comment = {
      id: nextId('comment'),
      user: member(said.by),
      raw: said.raw,
      createdOn: clock.ago(said.age),
      updatedOn: clock.ago(said.age),
      deleted: false,
      pending: false,
      parent: said.parent,
      inline: said.inline ?? said.parent?.inline,
      resolution: undefined,
    };
    pr.comments.push(comment);
    return comment;
  };
  for (const pr of repository.pullRequests) {
    if (pr.id === 42) discuss42(clock, pr, say, nextId);
    else if (pr.id % 7 === 0)
      say(pr, { by: pr.id + 1, age: 1, raw: 'Could you rebase this, please?' });
  }
}

function discuss42(
  clock: Clock,
  pr: PullRequest,
  say: (pr: PullRequest, said: Said) => Comment,
  nextId: (kind: string) => number,
): void {
  const line = JWT_AFTER.split('\n').findIndex((text) => text.includes('?? keys[0]')) + 1;
  const inline = { path: 'src/auth/jwt.ts', from: null, to: line };
  say(pr, { by: 0, age: 10.2, raw: 'Nice, this has been on my list for months.' });
  const thread = say(pr, {
    by: 1,
    age: 9.1,
    raw: 'Falling back to `keys[0]` when the `kid` is unknown hides a forged header. Should this not be a 401?',
    inline,
  });
  say(pr, {
    by: 3,
    age: 9,
    raw: 'Old tokens have no `kid` at all. I can tell the two cases apart.',
    parent: thread,
  });
  say(pr, { by: 1, age: 8.7, raw: 'Please do, then I am happy.', parent: thread });
  say(pr, { by: 4, age: 6.4, raw: 'Who rotates the file on the hosts: us or **infra**?' });
  pr.tasks.push({
    id: nextId('task'),
    raw: 'Answer 401 for an unknown kid',
    state: 'UNRESOLVED',
    creator: member(1),
    createdOn: clock.ago(8.6),
    updatedOn: clock.ago(8.6),
    comment: thread,
    pending: false,
    resolved: undefined,
  });
}
