import { jsonBody, requireText } from '../body.ts';
import { badRequest, notFound } from '../errors.ts';
import { uuidOf } from '../ids.ts';
import { flagAt, textAt } from '../json.ts';
import { page } from '../paging.ts';
import { personJson } from '../render/person.ts';
import { repositoryBrief } from '../render/repository.ts';
import { membershipJson, projectJson, workspaceJson } from '../render/workspace.ts';
import {
  type Call,
  checkWorkspace,
  created,
  findPerson,
  findRepository,
  json,
  nothing,
  param,
  type Reply,
  type Route,
  route,
} from '../route.ts';
import type { Project } from '../world.ts';

/** Runs something only in the workspace that there is. */
function inWorkspace(run: (call: Call) => Reply): (call: Call) => Reply {
  return (call) => {
    checkWorkspace(call);
    return run(call);
  };
}

function projectOf(call: Call): Project {
  const key = param(call, 'project_key');
  const found = [...call.world.projects.values()].find(
    (one) => one.key === key || one.uuid === key,
  );
  if (found === undefined) throw notFound('Project not found');
  return found;
}

function createProject(call: Call): Reply {
  const body = jsonBody(call);
  const name = requireText(textAt(body, 'name'), 'name');
  const key = requireText(textAt(body, 'key'), 'key').toUpperCase();
  if (call.world.projects.has(key)) {
    throw badRequest('Bad request', { key: ['Project with this Owner and Key already exists.'] });
  }
  const on = call.world.clock.tick();
  const project: Project = {
    uuid: uuidOf(`project ${key}`),
    key,
    name,
    description: textAt(body, 'description') ?? '',
    isPrivate: flagAt(body, 'is_private') ?? true,
    createdOn: on,
    updatedOn: on,
  };
  call.world.projects.set(key, project);
  return created(projectJson(call.world, project));
}

function updateProject(call: Call): Reply {
  const project = projectOf(call);
  const body = jsonBody(call);
  project.name = requireText(textAt(body, 'name'), 'name');
  project.description = textAt(body, 'description') ?? '';
  project.isPrivate = flagAt(body, 'is_private') ?? project.isPrivate;
  project.updatedOn = call.world.clock.tick();
  return json(projectJson(call.world, project));
}

function deleteProject(call: Call): Reply {
  const project = projectOf(call);
  const inUse = [...call.world.repositories.values()].some((one) => one.project === project);
  if (inUse) throw badRequest('Cannot delete a project that has repositories.');
  call.world.projects.delete(project.key);
  return nothing();
}

function permissions(call: Call): Reply {
  const { world } = call;
  const only =
    call.params.repo_slug === undefined
      ? undefined
      : findRepository(world, param(call, 'repo_slug'));
  if (call.params.repo_slug !== undefined && only === undefined)
    throw notFound('Repository not found');
  const repositories = only === undefined ? [...world.repositories.values()] : [only];
  const all = repositories.flatMap((repository) =>
    world.people.map((user) => ({ repository, user })),
  );
  return page(call, all, ({ repository, user }) => ({
    type: 'repository_permission',
    permission: user.permission === 'owner' ? 'admin' : 'write',
    user: personJson(world, user),
    repository: repositoryBrief(world, repository),
  }));
}

const W = '/workspaces/{workspace}';

/** The workspace, its members and projects. */
export const WORKSPACES: readonly Route[] = [
  route(
    `GET ${W}`,
    'read:workspace',
    inWorkspace((call) => json(workspaceJson(call.world))),
  ),
  route(
    `GET ${W}/members`,
    'read:workspace',
    inWorkspace((call) =>
      page(call, call.world.people, (person) => membershipJson(call.world, person)),
    ),
  ),
  route(
    `GET ${W}/members/{member}`,
    'read:workspace',
    inWorkspace((call) => {
      const person = findPerson(call.world, param(call, 'member'));
      if (person === undefined) throw notFound('Member not found');
      return json(membershipJson(call.world, person));
    }),
  ),
  route(
    `GET ${W}/permissions`,
    'read:workspace',
    inWorkspace((call) =>
      page(call, call.world.people, (person) => membershipJson(call.world, person, true)),
    ),
  ),
  route(`GET ${W}/permissions/repositories`, 'read:repository', inWorkspace(permissions)),
  route(
    `GET ${W}/permissions/repositories/{repo_slug}`,
    'read:repository',
    inWorkspace(permissions),
  ),
  route(
    `GET ${W}/projects`,
    'read:project',
    inWorkspace((call) =>
      page(call, [...call.world.projects.values()], (project) => projectJson(call.world, project)),
    ),
  ),
  route(`POST ${W}/projects`, 'admin:project', inWorkspace(createProject)),
  route(
    `GET ${W}/projects/{project_key}`,
    'read:project',
    inWorkspace((call) => json(projectJson(call.world, projectOf(call)))),
  ),
  route(`PUT ${W}/projects/{project_key}`, 'admin:project', inWorkspace(updateProject)),
  route(`DELETE ${W}/projects/{project_key}`, 'admin:project', inWorkspace(deleteProject)),
];
