import { missingScope, notFound } from '../errors.ts';
import { page } from '../paging.ts';
import { inPath, links } from '../render/links.ts';
import { accountJson, personJson } from '../render/person.ts';
import { repositoryBrief } from '../render/repository.ts';
import { membershipJson } from '../render/workspace.ts';
import {
  actor,
  type Call,
  checkWorkspace,
  findPerson,
  json,
  param,
  type Route,
  route,
} from '../route.ts';
import type { Person } from '../world.ts';

/** The person behind the credential; a token that is nobody's is refused as one without `account`. */
function self(call: Call): Person {
  const { visitor } = call;
  if (visitor?.person === undefined) throw missingScope(['account'], visitor?.scopes ?? []);
  return visitor.person;
}

function email(call: Call, address: string) {
  const href = `${call.world.api}/user/emails/${encodeURIComponent(address)}`;
  const state = { is_primary: true, is_confirmed: true };
  return { type: 'email', email: address, ...state, links: links({ self: href }) };
}

/** The user who asks, and others. */
export const USERS: readonly Route[] = [
  route('GET /user', 'read:user', (call) => json(accountJson(call.world, self(call)))),
  route('GET /user/emails', 'read:user', (call) =>
    page(call, [self(call).email], (address) => email(call, address)),
  ),
  route('GET /user/emails/{email}', 'read:user', (call) => {
    const own = self(call).email;
    if (param(call, 'email') !== own) throw notFound('Email not found');
    return json(email(call, own));
  }),
  route('GET /user/workspaces', 'read:workspace', (call) => {
    const administrator = actor(call).permission === 'owner';
    const wanted = call.query.get('administrator');
    const shown = wanted === null || wanted === String(administrator);
    const { slug, uuid } = call.world.workspace;
    return page(call, shown ? [slug] : [], () => ({
      type: 'workspace_access',
      administrator,
      workspace: {
        type: 'workspace_base',
        uuid,
        slug,
        links: links({
          self: `${call.world.api}/workspaces/${slug}`,
          avatar: `${call.world.web}/workspaces/${slug}/avatar/?ts=1543465801`,
        }),
      },
    }));
  }),
  route('GET /user/workspaces/{workspace}/permission', 'read:workspace', (call) => {
    checkWorkspace(call);
    return json(membershipJson(call.world, actor(call), true));
  }),
  route('GET /user/workspaces/{workspace}/permissions/repositories', 'read:repository', (call) => {
    checkWorkspace(call);
    return page(call, [...call.world.repositories.values()], (repository) => ({
      type: 'repository_permission',
      permission: 'admin',
      user: personJson(call.world, actor(call)),
      repository: repositoryBrief(call.world, repository),
    }));
  }),
  route('GET /users/{selected_user}', 'read:user', (call) => {
    const person = findPerson(call.world, param(call, 'selected_user'));
    if (person === undefined) throw notFound(`${param(call, 'selected_user')} does not exist`);
    return json({
      ...accountJson(call.world, person),
      links: links({
        self: `${call.world.api}/users/${inPath(person.uuid)}`,
        html: `${call.world.web}/${inPath(person.uuid)}/`,
        repositories: `${call.world.api}/repositories/${inPath(person.uuid)}`,
        avatar: `${call.world.web}/account/${person.nickname}/avatar/`,
      }),
    });
  }),
];
