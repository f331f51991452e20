import { jsonBody, requireText } from '../body.ts';
import { badRequest, notFound } from '../errors.ts';
import { type JsonObject, listAt, numberAt, textAt } from '../json.ts';
import { page } from '../paging.ts';
import { links, repositoryApi } from '../render/links.ts';
import { personJson } from '../render/person.ts';
import {
  type Call,
  created,
  findPerson,
  json,
  nothing,
  param,
  type Reply,
  type Route,
  repositoryOf,
  route,
} from '../route.ts';

const KINDS =
  'push delete force restrict_merges require_tasks_to_be_completed require_approvals_to_merge ' +
  'require_default_reviewer_approvals_to_merge require_no_changes_requested ' +
  'require_passing_builds_to_merge require_commits_behind reset_pullrequest_approvals_on_change';

function restriction(call: Call, id: number, body: JsonObject): JsonObject {
  const kind = requireText(textAt(body, 'kind'), 'kind');
  if (!KINDS.split(' ').includes(kind)) {
    throw badRequest('Bad request', { kind: [`"${kind}" is not a valid choice.`] });
  }
  const match = textAt(body, 'branch_match_kind') ?? 'glob';
  const users = listAt(body, 'users').flatMap(
    (one) => findPerson(call.world, textAt(one, 'uuid') ?? '') ?? [],
  );
  const base = `${repositoryApi(call.world, repositoryOf(call))}/branch-restrictions`;
  return {
    type: 'branchrestriction',
    id,
    kind,
    branch_match_kind: match,
    pattern: match === 'glob' ? requireText(textAt(body, 'pattern'), 'pattern') : '',
    ...(match === 'glob' ? {} : { branch_type: textAt(body, 'branch_type') ?? 'development' }),
    value: numberAt(body, 'value') ?? null,
    users: users.map((user) => personJson(call.world, user)),
    groups: [],
    links: links({ self: `${base}/${id}` }),
  };
}

function known(call: Call): JsonObject {
  const found = repositoryOf(call).restrictions.get(param(call, 'id'));
  if (found === undefined) throw notFound('Branch restriction not found');
  return found;
}

function list(call: Call): Reply {
  const { query } = call;
  const all = [...repositoryOf(call).restrictions.values()];
  const chosen = all.filter((one) =>
    ['kind', 'pattern'].every((key) => !query.has(key) || one[key] === query.get(key)),
  );
  return page(call, chosen, (one) => one);
}

const SCOPE = 'admin:repository';
const ALL = 'R/branch-restrictions';

/** Branch restrictions: read by administrators only, too. */
export const BRANCH_RESTRICTIONS: readonly Route[] = [
  route(`GET ${ALL}`, SCOPE, list),
  route(`POST ${ALL}`, SCOPE, (call) => {
    const made = restriction(call, call.world.nextId('restriction'), jsonBody(call));
    repositoryOf(call).restrictions.set(String(made.id), made);
    return created(made, textAt(made, 'links', 'self', 'href'));
  }),
  route(`GET ${ALL}/{id}`, SCOPE, (call) => json(known(call))),
  route(`PUT ${ALL}/{id}`, SCOPE, (call) => {
    const id = numberAt(known(call), 'id') ?? 0;
    const made = restriction(call, id, { ...known(call), ...jsonBody(call) });
    repositoryOf(call).restrictions.set(String(id), made);
    return json(made);
  }),
  route(`DELETE ${ALL}/{id}`, SCOPE, (call) => {
    known(call);
    repositoryOf(call).restrictions.delete(param(call, 'id'));
    return nothing();
  }),
];
