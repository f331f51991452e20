import { jsonBody, requireText } from '../body.ts';
import { badRequest, conflict, noCommit, notFound } from '../errors.ts';
import { commitsOf } from '../git/log.ts';
import { refsUnder, resolveHash, setRef } from '../git/refs.ts';
import type { GitCommit } from '../git/repository.ts';
import { type JsonObject, objectAt, textAt } from '../json.ts';
import { page } from '../paging.ts';
import { branchJson, tagJson } from '../render/ref.ts';
import {
  type Call,
  created,
  json,
  nothing,
  param,
  type Reply,
  type Route,
  repositoryOf,
  route,
} from '../route.ts';
import type { Repository, World } from '../world.ts';

type Kind = 'branches' | 'tags';
type View = (world: World, repository: Repository, name: string, target: GitCommit) => JsonObject;

const PREFIX = { branches: 'refs/heads/', tags: 'refs/tags/' } as const;
const VIEW: Readonly<Record<Kind, View>> = { branches: branchJson, tags: tagJson };

/** All refs of some kinds with their commits, by name. */
async function views(call: Call, kinds: readonly Kind[]): Promise<JsonObject[]> {
  const repository = repositoryOf(call);
  const found: JsonObject[] = [];
  for (const kind of kinds) {
    const refs = [...(await refsUnder(repository.git, PREFIX[kind]))].sort();
    await commitsOf(
      repository.git,
      refs.map(([, hash]) => hash),
    );
    for (const [name, hash] of refs) {
      const target = repository.git.commits.get(hash);
      if (target !== undefined) found.push(VIEW[kind](call.world, repository, name, target));
    }
  }
  return found;
}

function list(...kinds: Kind[]) {
  return async (call: Call): Promise<Reply> => page(call, await views(call, kinds), (ref) => ref);
}

async function view(call: Call, kind: Kind, name: string): Promise<JsonObject> {
  const repository = repositoryOf(call);
  const hash = (await refsUnder(repository.git, PREFIX[kind])).get(name);
  const [target] = hash === undefined ? [] : await commitsOf(repository.git, [hash]);
  if (target === undefined) throw notFound(`${NOUN[kind]} "${name}" not found`);
  return VIEW[kind](call.world, repository, name, target);
}

const NOUN = { branches: 'Branch', tags: 'Tag' } as const;

/** Makes a branch or a tag at a commit, which may be named by a short hash or by a branch. */
function create(kind: Kind) {
  return async (call: Call): Promise<Reply> => {
    const repository = repositoryOf(call);
    const body = jsonBody(call);
    const name = requireText(textAt(body, 'name'), 'name');
    const target = requireText(textAt(objectAt(body, 'target'), 'hash'), 'target.hash');
    const branches = await refsUnder(repository.git, PREFIX.branches);
    const hash = branches.get(target) ?? (await resolveHash(repository.git, target));
    if (hash === undefined) throw noCommit(target);
    const known = await refsUnder(repository.git, PREFIX[kind]);
    if (known.has(name)) throw conflict(`${NOUN[kind]} "${name}" already exists.`);
    const none = '0'.repeat(40);
    if (!(await setRef(repository.git, PREFIX[kind] + name, hash, none))) {
      throw badRequest('Bad request', { name: [`Invalid ${NOUN[kind].toLowerCase()} name.`] });
    }
    return created(await view(call, kind, name));
  };
}

function remove(kind: Kind) {
  return async (call: Call): Promise<Reply> => {
    const repository = repositoryOf(call);
    const name = param(call, 'name');
    await view(call, kind, name);
    if (kind === 'branches' && repository.mainbranch === name) {
      throw badRequest('The main branch of a repository cannot be deleted.');
    }
    await setRef(repository.git, PREFIX[kind] + name, undefined);
    return nothing();
  };
}

function show(kind: Kind) {
  return async (call: Call): Promise<Reply> => json(await view(call, kind, param(call, 'name')));
}

/** Branches and tags. */
export const REFS: readonly Route[] = [
  route('GET R/refs', 'read:repository', list('branches', 'tags')),
  route('GET R/refs/branches', 'read:repository', list('branches')),
  route('POST R/refs/branches', 'write:repository read:repository', create('branches')),
  route('GET R/refs/branches/{name}', 'read:repository', show('branches')),
  route('DELETE R/refs/branches/{name}', 'write:repository', remove('branches')),
  route('GET R/refs/tags', 'read:repository', list('tags')),
  route('POST R/refs/tags', 'write:repository read:repository', create('tags')),
  route('GET R/refs/tags/{name}', 'read:repository', show('tags')),
  route('DELETE R/refs/tags/{name}', 'write:repository', remove('tags')),
];
