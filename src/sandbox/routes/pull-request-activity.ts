import { type JsonObject, textAt } from '../json.ts';
import { page } from '../paging.ts';
import { commentJson } from '../render/comment.ts';
import { personJson } from '../render/person.ts';
import { pullRequestBrief } from '../render/pull-request.ts';
import { type Call, type Reply, type Route, repositoryOf, route } from '../route.ts';
import type { PullRequest, World } from '../world.ts';
import { pullRequestOf } from './pull-request-of.ts';

/** What happened on a pull request, newest first. */
function activity(world: World, pr: PullRequest): JsonObject[] {
  const brief = pullRequestBrief(world, pr);
  const dated: [string, JsonObject][] = [
    [pr.createdOn, update(world, pr, 'OPEN', pr.createdOn)],
    ...pr.comments
      .filter(({ pending }) => !pending)
      .map((one): [string, JsonObject] => [
        one.createdOn,
        { comment: commentJson(world, pr, one) },
      ]),
    ...pr.participants
      .filter(({ approved }) => approved)
      .map((one): [string, JsonObject] => {
        const date = one.participatedOn ?? pr.updatedOn;
        return [
          date,
          { approval: { date, user: personJson(world, one.user), pullrequest: brief } },
        ];
      }),
    ...pr.events
      .filter((event) => event.changes_requested !== undefined)
      .map((event): [string, JsonObject] => [
        textAt(event, 'changes_requested', 'date') ?? '',
        event,
      ]),
  ];
  if (pr.state !== 'OPEN') dated.push([pr.updatedOn, update(world, pr, pr.state, pr.updatedOn)]);
  dated.sort(([a], [b]) => (a < b ? 1 : -1));
  return dated.map(([, entry]) => ({ pull_request: brief, ...entry }));
}

function update(world: World, pr: PullRequest, state: string, date: string): JsonObject {
  return {
    update: {
      state,
      draft: pr.draft,
      title: pr.title,
      description: pr.description,
      reason: pr.reason,
      author: personJson(world, state === 'OPEN' ? pr.author : (pr.closedBy ?? pr.author)),
      date,
      destination: { branch: { name: pr.destination.branch } },
      source: { branch: { name: pr.source.branch } },
      changes: {},
    },
  };
}

function list(call: Call, prs: readonly PullRequest[]): Reply {
  const all = prs.flatMap((pr) => activity(call.world, pr));
  return page(call, all, (entry) => entry, { max: 50 });
}

/** What happened on pull requests. */
export const PULL_REQUEST_ACTIVITY: readonly Route[] = [
  route('GET R/pullrequests/activity', 'read:pullrequest', (call) => {
    const newest = [...repositoryOf(call).pullRequests].reverse();
    return list(call, newest);
  }),
  route('GET R/pullrequests/{pull_request_id}/activity', 'read:pullrequest', (call) =>
    list(call, [pullRequestOf(call)]),
  ),
];
