import { badRequest, noCommit, notFound } from '../errors.ts';
import { log } from '../git/log.ts';
import { branchTip, resolveRevision } from '../git/refs.ts';
import { blob, type Entry, entriesUnder, entryAt } from '../git/tree.ts';
import type { JsonObject } from '../json.ts';
import { mediaType } from '../media-type.ts';
import { page, walk } from '../paging.ts';
import { commitBrief, commitJson } from '../render/commit.ts';
import { links, repositoryApi } from '../render/links.ts';
import {
  bytes,
  type Call,
  json,
  param,
  type Reply,
  type Route,
  redirect,
  repositoryOf,
  route,
} from '../route.ts';
import type { Repository } from '../world.ts';

async function commitIn(call: Call, repository: Repository): Promise<string> {
  const name = param(call, 'commit');
  const hash = await resolveRevision(repository.git, name);
  if (hash === undefined) throw noCommit(name);
  return hash;
}

function entryJson(call: Call, repository: Repository, hash: string, entry: Entry): JsonObject {
  const directory = entry.kind === 'tree';
  const api = repositoryApi(call.world, repository);
  const path = entry.path.split('/').map(encodeURIComponent).join('/');
  const self = `${api}/src/${hash}/${path}${directory ? '/' : ''}`;
  const common = { path: entry.path, commit: commitBrief(call.world, repository, hash) };
  if (directory) {
    const more = { self, meta: `${self}?format=meta` };
    return { ...common, type: 'commit_directory', links: links(more) };
  }
  const more = { self, meta: `${self}?format=meta`, history: `${api}/filehistory/${hash}/${path}` };
  return {
    ...common,
    type: 'commit_file',
    attributes: attributes(entry),
    escaped_path: path,
    size: entry.size,
    mimetype: entry.kind === 'commit' ? null : mediaType(entry.path),
    links: links(more),
  };
}

function attributes(entry: Entry): string[] {
  if (entry.kind === 'commit') return ['subrepository'];
  if (entry.mode === '120000') return ['link'];
  if (entry.mode === '100755') return ['executable'];
  return /\.(?:png|jpe?g|gif|ico|zip|gz|pdf)$/i.test(entry.path) ? ['binary'] : [];
}

async function read(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const hash = await commitIn(call, repository);
  const path = param(call, 'path').replace(/\/$/, '');
  const entry = await entryAt(repository.git, hash, path);
  if (entry === undefined || entry.kind === 'commit')
    throw notFound(`No such file or directory: ${path}`);
  if (call.query.get('format') === 'meta') return json(entryJson(call, repository, hash, entry));
  if (entry.kind === 'tree') return listing(call, repository, hash, path);
  return bytes(await blob(repository.git, entry.hash), mediaType(path));
}

async function listing(
  call: Call,
  repository: Repository,
  hash: string,
  path: string,
): Promise<Reply> {
  const depth = Number(call.query.get('max_depth') ?? '1');
  if (!Number.isInteger(depth) || depth < 1) throw badRequest('Invalid max_depth');
  const entries = await entriesUnder(repository.git, hash, path, depth);
  return page(call, entries, (entry) => entryJson(call, repository, hash, entry));
}

async function root(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const branch = repository.mainbranch;
  const hash = branch === null ? undefined : await branchTip(repository.git, branch);
  if (hash === undefined) throw notFound('Repository has no commits');
  return redirect(`${repositoryApi(call.world, repository)}/src/${hash}/${call.url.search}`);
}

async function history(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const hash = await commitIn(call, repository);
  const path = param(call, 'path');
  const follow = call.query.get('renames') === 'false' ? [] : ['--follow'];
  const reply = await walk(
    call,
    async (skip, count) => {
      const commits = await log(repository.git, [...follow, hash, '--', path]);
      return commits.slice(skip, skip + count).map((commit) => ({
        type: 'commit_file',
        path,
        escaped_path: path.split('/').map(encodeURIComponent).join('/'),
        size: 0,
        attributes: [],
        commit: commitJson(call.world, repository, commit),
        links: links({
          self: `${repositoryApi(call.world, repository)}/src/${commit.hash}/${path}`,
        }),
      }));
    },
    { usual: 50 },
  );
  return reply;
}

/** Files, directories and the history of a file. */
export const SOURCE: readonly Route[] = [
  route('GET R/src', 'read:repository', root),
  route('GET R/src/{commit}/{path}', 'read:repository', read),
  route('GET R/filehistory/{commit}/{path}', 'read:repository', history),
];
