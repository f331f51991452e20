import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonBody } from '../body.ts';
import { badRequest } from '../errors.ts';
import { refsUnder } from '../git/refs.ts';
import { createRepository, openRepository } from '../git/repository.ts';
import { git } from '../git-bridge.ts';
import { flagAt, type JsonObject, textAt } from '../json.ts';
import { page } from '../paging.ts';
import { repositoryApi } from '../render/links.ts';
import { personJson } from '../render/person.ts';
import { repositoryJson } from '../render/repository.ts';
import {
  type Call,
  checkWorkspace,
  created,
  findRepository,
  isWorkspace,
  json,
  nothing,
  param,
  type Reply,
  type Route,
  repositoryOf,
  route,
} from '../route.ts';
import { emptyRepository } from '../seed/repository.ts';
import type { Project, Repository, World } from '../world.ts';

const ROLES = ['admin', 'contributor', 'member', 'owner'];

function list(call: Call): Reply {
  const { world } = call;
  const role = call.query.get('role');
  if (role !== null && !ROLES.includes(role)) throw badRequest(`Invalid role: ${role}`);
  if (!isWorkspace(world, param(call, 'workspace'))) checkWorkspace(call);
  const seen = [...world.repositories.values()].filter((one) => !one.isPrivate || call.visitor);
  return page(call, seen, (repository) =>
    repositoryJson(world, repository, call.visitor?.username),
  );
}

/** The project that a body names, or the first one. */
function projectIn(world: World, body: JsonObject): Project {
  const key = textAt(body, 'project', 'key');
  const all = [...world.projects.values()];
  const found = key === undefined ? all[0] : all.find((one) => one.key === key);
  if (found === undefined)
    throw badRequest('Bad request', { project: [`Project not found: ${key}`] });
  return found;
}

function apply(world: World, repository: Repository, body: JsonObject): void {
  repository.name = textAt(body, 'name') ?? repository.name;
  repository.description = textAt(body, 'description') ?? repository.description;
  repository.language = textAt(body, 'language') ?? repository.language;
  repository.isPrivate = flagAt(body, 'is_private') ?? repository.isPrivate;
  repository.forkPolicy = textAt(body, 'fork_policy') ?? repository.forkPolicy;
  if (textAt(body, 'project', 'key') !== undefined) repository.project = projectIn(world, body);
  repository.updatedOn = world.clock.tick();
}

function checkSlug(slug: string): string {
  if (/^[a-z0-9][a-z0-9._-]{0,61}$/.test(slug)) return slug;
  throw badRequest('Bad request', { slug: ['Invalid slug.'] });
}

async function make(call: Call, slug: string, body: JsonObject): Promise<Repository> {
  const { world } = call;
  const directory = join(world.gitRoot, world.workspace.slug, `${checkSlug(slug)}.git`);
  const made = emptyRepository({
    slug,
    name: slug,
    git: await createRepository(directory),
    project: projectIn(world, body),
    createdOn: world.clock.tick(),
  });
  apply(world, made, body);
  world.repositories.set(slug, made);
  return made;
}

async function create(call: Call): Promise<Reply> {
  checkWorkspace(call);
  const slug = param(call, 'repo_slug').toLowerCase();
  if (findRepository(call.world, slug) !== undefined) {
    throw badRequest('Repository with this Slug and Owner already exists.');
  }
  return json(repositoryJson(call.world, await make(call, slug, jsonBody(call))));
}

async function update(call: Call): Promise<Reply> {
  const slug = param(call, 'repo_slug').toLowerCase();
  const body = jsonBody(call);
  if (isWorkspace(call.world, param(call, 'workspace')) && !findRepository(call.world, slug)) {
    const made = await make(call, slug, body);
    return created(repositoryJson(call.world, made), repositoryApi(call.world, made));
  }
  const repository = repositoryOf(call);
  const mainbranch = textAt(body, 'mainbranch', 'name');
  if (mainbranch !== undefined) {
    const branches = await refsUnder(repository.git, 'refs/heads/');
    if (!branches.has(mainbranch))
      throw badRequest('Bad request', { mainbranch: ['No such branch.'] });
    repository.mainbranch = mainbranch;
    await git(repository.git.directory, ['symbolic-ref', 'HEAD', `refs/heads/${mainbranch}`]);
  }
  apply(call.world, repository, body);
  return json(repositoryJson(call.world, repository));
}

async function remove(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  call.world.repositories.delete(repository.slug);
  await rm(repository.git.directory, { recursive: true, force: true });
  return nothing();
}

function forks(call: Call): Reply {
  const parent = repositoryOf(call);
  const all = [...call.world.repositories.values()].filter((one) => one.parent === parent);
  return page(call, all, (repository) => repositoryJson(call.world, repository));
}

/** Lets the parent see the fork's commits, so that pull requests from it can be compared there. */
async function shareObjects(fork: string, parent: Repository): Promise<void> {
  const alternates = join(parent.git.directory, 'objects', 'info', 'alternates');
  await appendFile(alternates, `${join(fork, 'objects')}\n`);
}

async function fork(call: Call): Promise<Reply> {
  const { world } = call;
  const parent = repositoryOf(call);
  const body = jsonBody(call);
  const name = textAt(body, 'name') ?? `${parent.slug}-fork`;
  const slug = checkSlug(name.toLowerCase().replace(/[^a-z0-9._-]+/g, '-'));
  if (world.repositories.has(slug))
    throw badRequest('Repository with this Slug and Owner already exists.');
  const directory = join(world.gitRoot, world.workspace.slug, `${slug}.git`);
  await git(world.gitRoot, ['clone', '--quiet', '--bare', parent.git.directory, directory]);
  await git(directory, ['config', 'http.receivepack', 'true']);
  await shareObjects(directory, parent);
  const made = emptyRepository({
    slug,
    name,
    git: openRepository(directory),
    project: parent.project,
    createdOn: world.clock.tick(),
    parent,
  });
  made.mainbranch = parent.mainbranch;
  apply(world, made, { language: parent.language, ...body });
  world.repositories.set(slug, made);
  return created(repositoryJson(world, made), repositoryApi(world, made));
}

/** Repositories and their forks. */
export const REPOSITORIES: readonly Route[] = [
  route('GET /repositories/{workspace}', 'read:repository', list),
  route('GET R', 'read:repository', (call) =>
    json(repositoryJson(call.world, repositoryOf(call), call.visitor?.username)),
  ),
  route('POST R', 'admin:repository', create),
  route('PUT R', 'admin:repository', update),
  route('DELETE R', 'delete:repository', remove),
  route('GET R/forks', 'read:repository', forks),
  route('POST R/forks', 'read:repository write:repository', fork),
  route('GET R/watchers', 'read:repository', (call) => {
    repositoryOf(call);
    return page(call, call.world.people.slice(0, 3), (person) => personJson(call.world, person));
  }),
];
