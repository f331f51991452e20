import { jsonBody } from '../body.ts';
import { badRequest } from '../errors.ts';
import { textAt } from '../json.ts';
import { participantJson, personJson } from '../render/person.ts';
import { actor, type Call, json, nothing, type Reply, type Route, route } from '../route.ts';
import type { Participant, PullRequest } from '../world.ts';
import { hashesOf, pullRequestOf, viewPullRequest } from './pull-request-of.ts';

/** Closes a pull request: its commits stay as they are from now on. */
export function close(
  call: Call,
  pr: PullRequest,
  state: 'MERGED' | 'DECLINED',
  hashes: { source: string | undefined; destination: string | undefined },
): void {
  pr.state = state;
  pr.source.hash = hashes.source;
  pr.destination.hash = hashes.destination;
  pr.closedBy = actor(call);
  pr.updatedOn = call.world.clock.tick();
}

/** The part of who asks in a pull request, made when there is none. */
function ownPart(call: Call, pr: PullRequest): Participant {
  const user = actor(call);
  const known = pr.participants.find((one) => one.user.uuid === user.uuid);
  if (known !== undefined) return known;
  const made: Participant = {
    user,
    role: 'PARTICIPANT',
    approved: false,
    state: null,
    participatedOn: null,
  };
  pr.participants.push(made);
  return made;
}

function openOne(call: Call): PullRequest {
  const pr = pullRequestOf(call);
  if (pr.state !== 'OPEN') throw badRequest('This pull request is already closed.');
  return pr;
}

function give(state: 'approved' | 'changes_requested') {
  return (call: Call): Reply => {
    const pr = openOne(call);
    const part = ownPart(call, pr);
    part.approved = state === 'approved';
    part.state = state;
    const on = call.world.clock.tick();
    part.participatedOn = on;
    const user = personJson(call.world, part.user);
    pr.events.push({
      [state === 'approved' ? 'approval' : 'changes_requested']: { date: on, user },
    });
    return json(participantJson(call.world, part));
  };
}

function takeBack(state: 'approved' | 'changes_requested') {
  return (call: Call): Reply => {
    const part = ownPart(call, openOne(call));
    if (part.state === state) {
      part.approved = false;
      part.state = null;
    }
    return nothing();
  };
}

async function decline(call: Call): Promise<Reply> {
  const pr = openOne(call);
  const body = jsonBody(call);
  pr.reason = textAt(body, 'message') ?? textAt(body, 'reason') ?? '';
  close(call, pr, 'DECLINED', await hashesOf(pr));
  return json(await viewPullRequest(call.world, pr));
}

const BELOW = 'R/pullrequests/{pull_request_id}';
const BOTH = 'read:pullrequest write:pullrequest';

/** Approving, requesting changes, declining. */
export const PULL_REQUEST_REVIEW: readonly Route[] = [
  route(`POST ${BELOW}/approve`, BOTH, give('approved')),
  route(`DELETE ${BELOW}/approve`, 'write:pullrequest', takeBack('approved')),
  route(`POST ${BELOW}/request-changes`, BOTH, give('changes_requested')),
  route(`DELETE ${BELOW}/request-changes`, 'write:pullrequest', takeBack('changes_requested')),
  route(`POST ${BELOW}/decline`, BOTH, decline),
];
