import { badRequest, noCommit, notFound } from '../errors.ts';
import {
  type Comparison,
  type DiffOptions,
  diff,
  diffstat,
  EMPTY_TREE,
  type FileChange,
  mergeBase,
  patch,
} from '../git/diff.ts';
import { commitsOf } from '../git/log.ts';
import { mergeConflicts } from '../git/merge.ts';
import { resolveRevision } from '../git/refs.ts';
import type { Json, JsonObject } from '../json.ts';
import { page } from '../paging.ts';
import { commitJson } from '../render/commit.ts';
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
import { hashesOf, pullRequestOf } from './pull-request-of.ts';

/** The two sides of a spec: `a`, `a..b`, or Bitbucket's own `workspace/repo:a\rb`. */
function sides(spec: string): [string, string | undefined] {
  const own = spec.includes('\r') ? spec.slice(spec.indexOf(':') + 1) : spec;
  const [source = '', destination] = own.split(own.includes('\r') ? '\r' : /\.{2,3}/);
  return [source, destination];
}

async function revision(repository: Repository, name: string): Promise<string> {
  const hash = await resolveRevision(repository.git, name);
  if (hash === undefined) throw noCommit(name);
  return hash;
}

/**
 * What a spec compares: one commit with its first parent; two as source and destination, the
 * other way round than `git diff` takes them, from where they parted unless `topic=false`.
 */
async function compared(call: Call, repository: Repository): Promise<Comparison> {
  const [first, second] = sides(param(call, 'spec'));
  const source = await revision(repository, first);
  if (second === undefined) {
    const [commit] = await commitsOf(repository.git, [source]);
    return { from: commit?.parents[0] ?? EMPTY_TREE, to: source };
  }
  const destination = await revision(repository, second);
  if (call.query.get('topic') === 'false') return { from: destination, to: source };
  const base = await mergeBase(repository.git, destination, source);
  return { from: base ?? EMPTY_TREE, to: source };
}

function options({ query }: Call): DiffOptions {
  const context = query.get('context');
  if (context !== null && !/^\d+$/.test(context)) throw badRequest('Invalid context');
  return {
    paths: query.getAll('path'),
    context: context === null ? undefined : Number(context),
    ignoreWhitespace: query.get('ignore_whitespace') === 'true',
    binary: query.get('binary') !== 'false',
    renames: query.get('renames') !== 'false',
  };
}

/** A side of a diffstat entry: the file in one commit. */
function fileJson(call: Call, repository: Repository, hash: string, path: string): JsonObject {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const self = `${repositoryApi(call.world, repository)}/src/${hash}/${encoded}`;
  return { path, type: 'commit_file', escaped_path: encoded, links: links({ self }) };
}

async function stat(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const between = await compared(call, repository);
  const changes = await diffstat(repository.git, between, options(call));
  const side = (hash: string, path: string | undefined): Json =>
    path === undefined ? null : fileJson(call, repository, hash, path);
  const view = (change: FileChange): JsonObject => ({
    type: 'diffstat',
    lines_added: change.added,
    lines_removed: change.removed,
    status: change.status,
    old: side(between.from, change.oldPath),
    new: side(between.to, change.newPath),
  });
  return page(call, changes, view, { max: 500, usual: 500 });
}

const TEXT = 'text/plain; charset=utf-8';

/** Redirects a pull request's diff to the diff of its commits, the query kept. */
function elsewhere(kind: 'diff' | 'diffstat' | 'patch' | 'file-conflicts') {
  return async (call: Call): Promise<Reply> => {
    const pr = pullRequestOf(call);
    const { source, destination } = await hashesOf(pr);
    if (source === undefined || destination === undefined) throw notFound('Branch not found');
    const { repository } = pr.destination;
    const name = `${call.world.workspace.slug}/${repository.slug}`;
    const spec = `${name}:${source.slice(0, 12)}%0D${destination.slice(0, 12)}`;
    const query = new URLSearchParams(call.query);
    query.set('from_pullrequest_id', String(pr.id));
    query.set('topic', 'true');
    return redirect(`${call.world.api}/repositories/${name}/${kind}/${spec}?${query}`);
  };
}

const BELOW = 'GET R/pullrequests/{pull_request_id}';

/** Diffs, diffstats, patches and what cannot be merged. */
export const DIFFS: readonly Route[] = [
  route(`${BELOW}/diff`, 'read:pullrequest', elsewhere('diff')),
  route(`${BELOW}/diffstat`, 'read:pullrequest', elsewhere('diffstat')),
  route(`${BELOW}/patch`, 'read:pullrequest', elsewhere('patch')),
  route(`${BELOW}/conflicts`, 'read:pullrequest', elsewhere('file-conflicts')),
  route('GET R/diff/{spec}', 'read:repository', async (call) => {
    const { git } = repositoryOf(call);
    return bytes(await diff(git, await compared(call, repositoryOf(call)), options(call)), TEXT);
  }),
  route('GET R/patch/{spec}', 'read:repository', async (call) => {
    const repository = repositoryOf(call);
    return bytes(await patch(repository.git, await compared(call, repository)), TEXT);
  }),
  route('GET R/diffstat/{spec}', 'read:repository', stat),
  route('GET R/file-conflicts/{spec}', '', async (call) => {
    const repository = repositoryOf(call);
    const [first, second = ''] = sides(param(call, 'spec'));
    const source = await revision(repository, first);
    const conflicts = await mergeConflicts(
      repository.git,
      await revision(repository, second),
      source,
    );
    return page(call, conflicts, (path) => ({
      type: 'file_conflict',
      path,
      scenario: 'content',
      message: 'The file was changed on both sides.',
    }));
  }),
  route('GET R/merge-base/{revspec}', 'read:repository', async (call) => {
    const repository = repositoryOf(call);
    const [a = '', b = ''] = param(call, 'revspec').split(/\.{2,3}/);
    const base = await mergeBase(
      repository.git,
      await revision(repository, a),
      await revision(repository, b),
    );
    if (base === undefined) throw notFound('No common ancestor');
    const [commit] = await commitsOf(repository.git, [base]);
    if (commit === undefined) throw noCommit(base);
    return json(commitJson(call.world, repository, commit));
  }),
];
