import type { JsonObject } from '../json.ts';
import type { Participant, Person, World } from '../world.ts';
import { inPath, links } from './links.ts';

/** A person as Bitbucket embeds one in other things. */
export function personJson(world: World, person: Person): JsonObject {
  const initials = person.displayName.replace(/[^A-Z]/g, '').slice(0, 2);
  return {
    display_name: person.displayName,
    links: links({
      self: `${world.api}/users/${inPath(person.uuid)}`,
      avatar: `https://avatar-management--avatars.us-west-2.prod.public.atl-paas.net/initials/${initials}-${person.accountId.length % 6}.png`,
      html: `${world.web}/${inPath(person.uuid)}/`,
    }),
    type: 'user',
    uuid: person.uuid,
    account_id: person.accountId,
    nickname: person.nickname,
  };
}

/** A person as GET /user and GET /users/{id} show one. */
export function accountJson(world: World, person: Person): JsonObject {
  const short = personJson(world, person);
  const extra = {
    created_on: world.clock.ago(1500),
    is_staff: false,
    account_status: 'active',
    has_2fa_enabled: null,
    location: null,
  };
  return { ...short, ...extra };
}

/** Somebody's part in a pull request or a commit. */
export function participantJson(world: World, participant: Participant): JsonObject {
  return {
    type: 'participant',
    user: personJson(world, participant.user),
    role: participant.role,
    approved: participant.approved,
    state: participant.state,
    participated_on: participant.participatedOn,
  };
}
