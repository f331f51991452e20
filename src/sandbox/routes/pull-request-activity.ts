import { log } from '../git/log.ts';
import type { GitCommit } from '../git/repository.ts';
import { type JsonObject, textAt } from '../json.ts';
import { page } from '../paging.ts';
import { commentJson } from '../render/comment.ts';
import { personJson } from '../render/person.ts';
import { pullRequestBrief } from '../render/pull-request.ts';
import { type Call, type Reply, type Route, repositoryOf, route } from '../route.ts';
import type { PullRequest, World } from '../world.ts';
import { hashesOf, pullRequestOf } from './pull-request-of.ts';

/**
 * What happened on a pull request, newest first.
 * @param commits those of its branch, oldest first; each that is younger than it came by a push
 */
function activity(world: World, pr: PullRequest, commits: readonly GitCommit[] = []): JsonObject[] {
  const brief = pullRequestBrief(world, pr);
  const isLater = ({ date }: GitCommit) => Date.parse(date) > Date.parse(pr.createdOn);
  const first = commits.findLast((commit) => !isLater(commit)) ?? commits[0];
  const dated: [string, JsonObject][] = [
    [pr.createdOn, update(world, pr, 'OPEN', pr.createdOn, first?.hash)],
    ...commits
      .filter((commit) => commit !== first && isLater(commit))
      .map((commit): [string, JsonObject] => {
        const date = new Date(commit.date).toISOString().replace('Z', '000+00:00');
        return [date, update(world, pr, 'OPEN', date, commit.hash)];
      }),
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

function update(
  world: World,
  pr: PullRequest,
  state: string,
  date: string,
  hash: string | undefined = pr.source.hash,
): JsonObject {
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
      source: {
        branch: { name: pr.source.branch },
        ...(hash !== undefined && { commit: { type: 'commit', hash: hash.slice(0, 12) } }),
      },
      changes: {},
    },
  };
}

async function commitsOf(pr: PullRequest): Promise<GitCommit[]> {
  const { source, destination } = await hashesOf(pr);
  if (source === undefined || destination === undefined) return [];
  const newest = await log(pr.source.repository.git, ['--topo-order', source, `^${destination}`]);
  return newest.reverse();
}

const list = (call: Call, all: readonly JsonObject[]): Reply =>
  page(call, all, (entry) => entry, { max: 50 });

/** What happened on pull requests. */
export const PULL_REQUEST_ACTIVITY: readonly Route[] = [
  route('GET R/pullrequests/activity', 'read:pullrequest', (call) => {
    const newest = [...repositoryOf(call).pullRequests].reverse();
    return list(
      call,
      newest.flatMap((pr) => activity(call.world, pr)),
    );
  }),
  route('GET R/pullrequests/{pull_request_id}/activity', 'read:pullrequest', async (call) => {
    const pr = pullRequestOf(call);
    return list(call, activity(call.world, pr, await commitsOf(pr)));
  }),
];
