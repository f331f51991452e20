import { jsonBody, requireText } from '../body.ts';
import { badRequest, notFound } from '../errors.ts';
import { uuidOf } from '../ids.ts';
import { flagAt, type JsonObject, listAt, textAt } from '../json.ts';
import { page } from '../paging.ts';
import { inPath, links, repositoryApi } from '../render/links.ts';
import { repositoryBrief } from '../render/repository.ts';
import { workspaceBrief } from '../render/workspace.ts';
import {
  type Call,
  checkWorkspace,
  created,
  json,
  nothing,
  param,
  type Reply,
  type Route,
  repositoryOf,
  route,
} from '../route.ts';

/** Whose webhooks these are. */
interface Owner {
  readonly hooks: Map<string, JsonObject>;
  readonly api: string;
  readonly kind: 'repository' | 'workspace';
  readonly subject: JsonObject;
}

function ownerOf(call: Call): Owner {
  const { world } = call;
  if (call.params.repo_slug !== undefined) {
    const repository = repositoryOf(call);
    const api = repositoryApi(world, repository);
    return {
      hooks: repository.hooks,
      api,
      kind: 'repository',
      subject: repositoryBrief(world, repository),
    };
  }
  checkWorkspace(call);
  const api = `${world.api}/workspaces/${world.workspace.slug}`;
  return { hooks: world.hooks, api, kind: 'workspace', subject: workspaceBrief(world) };
}

/** The secret goes in and never comes out. */
function hook(call: Call, owner: Owner, uuid: string, body: JsonObject): JsonObject {
  const events = listAt(body, 'events');
  if (events.length === 0) throw badRequest('Bad request', { events: ['This field is required.'] });
  return {
    type: 'webhook_subscription',
    uuid,
    url: requireText(textAt(body, 'url'), 'url'),
    description: textAt(body, 'description') ?? '',
    subject_type: owner.kind,
    subject: owner.subject,
    active: flagAt(body, 'active') ?? false,
    events,
    secret_set: textAt(body, 'secret') !== undefined || flagAt(body, 'secret_set') === true,
    created_at: textAt(body, 'created_at') ?? call.world.clock.tick(),
    links: links({ self: `${owner.api}/hooks/${inPath(uuid)}` }),
  };
}

function known(call: Call): JsonObject {
  const id = param(call, 'uid');
  const { hooks } = ownerOf(call);
  const found = hooks.get(id) ?? hooks.get(`{${id}}`);
  if (found === undefined) throw notFound('Webhook not found');
  return found;
}

function create(call: Call): Reply {
  const owner = ownerOf(call);
  const uuid = uuidOf(`hook ${call.world.nextId('hook')}`);
  const made = hook(call, owner, uuid, jsonBody(call));
  owner.hooks.set(uuid, made);
  return created(made, textAt(made, 'links', 'self', 'href'));
}

function update(call: Call): Reply {
  const old = known(call);
  const owner = ownerOf(call);
  const made = hook(call, owner, textAt(old, 'uuid') ?? '', { ...old, ...jsonBody(call) });
  owner.hooks.set(textAt(old, 'uuid') ?? '', made);
  return json(made);
}

function remove(call: Call): Reply {
  ownerOf(call).hooks.delete(textAt(known(call), 'uuid') ?? '');
  return nothing();
}

const routesUnder = (base: string): Route[] => [
  route(`GET ${base}`, 'read:webhook', (call) =>
    page(call, [...ownerOf(call).hooks.values()], (one) => one),
  ),
  route(`POST ${base}`, 'read:webhook write:webhook', create),
  route(`GET ${base}/{uid}`, 'read:webhook', (call) => json(known(call))),
  route(`PUT ${base}/{uid}`, 'read:webhook write:webhook', update),
  route(`DELETE ${base}/{uid}`, 'delete:webhook', remove),
];

/** Webhooks of a repository and of the workspace. */
export const HOOKS: readonly Route[] = [
  ...routesUnder('R/hooks'),
  ...routesUnder('/workspaces/{workspace}/hooks'),
];
