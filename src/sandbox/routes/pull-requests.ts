import { jsonBody, requireText } from '../body.ts';
import { badRequest } from '../errors.ts';
import { branchTip } from '../git/refs.ts';
import { flagAt, type JsonObject, listAt, objectAt, textAt } from '../json.ts';
import { page } from '../paging.ts';
import { HIDDEN_IN_LISTS, pullRequestApi } from '../render/pull-request.ts';
import {
  actor,
  type Call,
  checkWorkspace,
  created,
  findPerson,
  findRepository,
  json,
  param,
  type Reply,
  type Route,
  repositoryOf,
  route,
} from '../route.ts';
import type { Participant, Person, PullRequest, Repository, World } from '../world.ts';
import { pullRequestOf, pullRequestView, viewPullRequest } from './pull-request-of.ts';

const STATES = ['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED'];

/** Newest first, in the states that were asked for: OPEN unless the query says otherwise. */
export async function listPullRequests(call: Call, all: readonly PullRequest[]): Promise<Reply> {
  const { query } = call;
  const asked = query
    .getAll('state')
    .flatMap((state) => state.split(','))
    .filter(Boolean);
  const unknown = asked.find((state) => !STATES.includes(state));
  if (unknown !== undefined) throw badRequest(`Invalid state: ${unknown}`);
  const byQuery = /\bstate\b/.test(query.get('q') ?? '');
  const states = asked.length > 0 ? asked : byQuery ? STATES : ['OPEN'];
  const chosen = all.filter((pr) => states.includes(pr.state));
  const newest = chosen.sort((a, b) => (a.createdOn < b.createdOn ? 1 : -1));
  const view = await pullRequestView(call.world, newest);
  return page(call, newest, view, { max: 50, hidden: HIDDEN_IN_LISTS });
}

/** People by uuid, account id or nickname, as reviewers are named. */
function reviewersIn(world: World, body: JsonObject, author: Person): Person[] {
  return listAt(body, 'reviewers').map((given) => {
    const id =
      textAt(given, 'uuid') ?? textAt(given, 'account_id') ?? textAt(given, 'nickname') ?? '';
    const person = findPerson(world, id);
    if (person === undefined)
      throw badRequest('Bad request', { reviewers: [`Malformed reviewers list: ${id}`] });
    if (person.uuid === author.uuid) {
      const words = `${person.displayName} is the author and cannot be included as a reviewer.`;
      throw badRequest(words, { reviewers: [words] });
    }
    return person;
  });
}

function newReviewer(user: Person): Participant {
  return { user, role: 'REVIEWER', approved: false, state: null, participatedOn: null };
}

async function create(call: Call): Promise<Reply> {
  const { world } = call;
  const target = repositoryOf(call);
  const body = jsonBody(call);
  const title = requireText(textAt(body, 'title'), 'title');
  const branch = requireText(textAt(body, 'source', 'branch', 'name'), 'source');
  const from = sourceOf(world, body, target);
  const destination = textAt(body, 'destination', 'branch', 'name') ?? target.mainbranch ?? '';
  await checkBranches(from, branch, target, destination);
  const author = actor(call);
  const on = world.clock.tick();
  const pr: PullRequest = {
    id: Math.max(0, ...target.pullRequests.map(({ id }) => id)) + 1,
    title,
    description: textAt(body, 'description') ?? '',
    state: 'OPEN',
    author,
    source: { repository: from, branch, hash: undefined },
    destination: { repository: target, branch: destination, hash: undefined },
    createdOn: on,
    updatedOn: on,
    closeSourceBranch: flagAt(body, 'close_source_branch') ?? false,
    draft: flagAt(body, 'draft') ?? false,
    participants: reviewersIn(world, body, author).map(newReviewer),
    mergeCommit: undefined,
    closedBy: undefined,
    reason: '',
    comments: [],
    tasks: [],
    events: [],
  };
  target.pullRequests.push(pr);
  return created(await viewPullRequest(world, pr), pullRequestApi(world, pr));
}

function sourceOf(world: World, body: JsonObject, target: Repository): Repository {
  const name = textAt(body, 'source', 'repository', 'full_name');
  const uuid = textAt(body, 'source', 'repository', 'uuid');
  if (name === undefined && uuid === undefined) return target;
  const found = findRepository(world, uuid ?? name?.split('/')[1] ?? '');
  if (found === undefined) throw badRequest('Bad request', { source: ['repository not found'] });
  return found;
}

async function checkBranches(
  from: Repository,
  branch: string,
  to: Repository,
  destination: string,
): Promise<void> {
  const source = await branchTip(from.git, branch);
  if (source === undefined)
    throw badRequest('source: branch not found', { source: [`branch not found: ${branch}`] });
  const tip = await branchTip(to.git, destination);
  if (tip === undefined)
    throw badRequest('destination: branch not found', {
      destination: [`branch not found: ${destination}`],
    });
  if (source === tip) throw badRequest('There are no changes to be pulled');
}

async function update(call: Call): Promise<Reply> {
  const pr = pullRequestOf(call);
  const body = jsonBody(call);
  if (pr.state !== 'OPEN') throw badRequest('Only open pull requests can be mutated');
  const title = requireText(textAt(body, 'title'), 'title');
  const reviewers = reviewersIn(call.world, body, pr.author);
  const branch = textAt(objectAt(body, 'destination'), 'branch', 'name') ?? pr.destination.branch;
  if ((await branchTip(pr.destination.repository.git, branch)) === undefined) {
    throw badRequest('destination: branch not found', {
      destination: [`branch not found: ${branch}`],
    });
  }
  pr.title = title;
  pr.description = textAt(body, 'description') ?? '';
  pr.destination.branch = branch;
  pr.closeSourceBranch = flagAt(body, 'close_source_branch') ?? pr.closeSourceBranch;
  pr.draft = flagAt(body, 'draft') ?? pr.draft;
  pr.participants = keepReviewers(pr, reviewers);
  pr.updatedOn = call.world.clock.tick();
  return json(await viewPullRequest(call.world, pr));
}

/** Reviewers that are not named any more are gone; their approval stays as a participant's. */
function keepReviewers(pr: PullRequest, reviewers: readonly Person[]): Participant[] {
  const known = new Map(pr.participants.map((one) => [one.user.uuid, one]));
  const named = reviewers.map(
    (user): Participant => ({ ...(known.get(user.uuid) ?? newReviewer(user)), role: 'REVIEWER' }),
  );
  const ids = new Set(reviewers.map(({ uuid }) => uuid));
  const others = pr.participants.filter(
    ({ user, participatedOn }) => !ids.has(user.uuid) && participatedOn !== null,
  );
  return [...named, ...others.map((one): Participant => ({ ...one, role: 'PARTICIPANT' }))];
}

/** Pull requests: listed, read, made, changed. */
export const PULL_REQUESTS: readonly Route[] = [
  route('GET R/pullrequests', 'read:pullrequest', (call) =>
    listPullRequests(call, repositoryOf(call).pullRequests),
  ),
  route('POST R/pullrequests', 'read:pullrequest write:pullrequest', create),
  route('GET R/pullrequests/{pull_request_id}', 'read:pullrequest', async (call) =>
    json(await viewPullRequest(call.world, pullRequestOf(call))),
  ),
  route('PUT R/pullrequests/{pull_request_id}', 'read:pullrequest write:pullrequest', update),
  route('GET /workspaces/{workspace}/pullrequests/{selected_user}', 'read:pullrequest', (call) => {
    checkWorkspace(call);
    const person = findPerson(call.world, param(call, 'selected_user'));
    const all = [...call.world.repositories.values()].flatMap(({ pullRequests }) => pullRequests);
    return listPullRequests(
      call,
      all.filter(({ author }) => author.uuid === person?.uuid),
    );
  }),
];
