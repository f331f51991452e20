import { jsonBody, requireText } from '../body.ts';
import { conflict, notFound } from '../errors.ts';
import { uuidOf } from '../ids.ts';
import { flagAt, type JsonObject, textAt } from '../json.ts';
import { page } from '../paging.ts';
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

/** Where the variables of a path are kept: by a repository, one of its environments, or the workspace. */
function storeOf(call: Call): Map<string, JsonObject> {
  if (call.params.repo_slug === undefined) {
    checkWorkspace(call);
    return call.world.variables;
  }
  const repository = repositoryOf(call);
  const environment = call.params.environment_uuid;
  if (environment === undefined) return repository.variables;
  if (!repository.environments.has(environment)) throw notFound('Environment not found');
  const store = repository.environmentVariables.get(environment) ?? new Map<string, JsonObject>();
  repository.environmentVariables.set(environment, store);
  return store;
}

/** A secured value goes in and never comes out. */
function view(variable: JsonObject): JsonObject {
  if (variable.secured !== true) return variable;
  const { value: _, ...rest } = variable;
  return rest;
}

function known(call: Call): JsonObject {
  const id = param(call, 'variable_uuid');
  const store = storeOf(call);
  const found = store.get(id) ?? store.get(`{${id}}`);
  if (found === undefined) throw notFound('Variable not found');
  return found;
}

function variable(uuid: string, body: JsonObject): JsonObject {
  return {
    type: 'pipeline_variable',
    uuid,
    key: requireText(textAt(body, 'key'), 'key'),
    value: textAt(body, 'value') ?? '',
    secured: flagAt(body, 'secured') ?? false,
  };
}

function create(call: Call): Reply {
  const store = storeOf(call);
  const made = variable(uuidOf(`variable ${call.world.nextId('variable')}`), jsonBody(call));
  if ([...store.values()].some(({ key }) => key === made.key)) {
    throw conflict(`A variable with the name ${made.key} already exists.`);
  }
  store.set(String(made.uuid), made);
  return created(view(made));
}

function update(call: Call): Reply {
  const old = known(call);
  const made = variable(String(old.uuid), { ...old, ...jsonBody(call) });
  storeOf(call).set(String(old.uuid), made);
  return json(view(made));
}

const list = (call: Call): Reply => page(call, [...storeOf(call).values()], view);

function remove(call: Call): Reply {
  storeOf(call).delete(String(known(call).uuid));
  return nothing();
}

const writing = (base: string): Route[] => [
  route(`GET ${base}`, 'read:pipeline', list),
  route(`POST ${base}`, 'admin:pipeline', create),
  route(`PUT ${base}/{variable_uuid}`, 'admin:pipeline', update),
  route(`DELETE ${base}/{variable_uuid}`, 'admin:pipeline', remove),
];

const REPOSITORY_VARIABLES = 'R/pipelines_config/variables';
const WORKSPACE_VARIABLES = '/workspaces/{workspace}/pipelines-config/variables';

/** Pipeline variables of a repository, an environment and the workspace. */
export const VARIABLES: readonly Route[] = [
  ...[REPOSITORY_VARIABLES, WORKSPACE_VARIABLES].flatMap((base) => [
    ...writing(base),
    route(`GET ${base}/{variable_uuid}`, 'read:pipeline', (call) => json(view(known(call)))),
  ]),
  ...writing('R/deployments_config/environments/{environment_uuid}/variables'),
];
