import type { GitCommit } from '../git/repository.ts';
import type { JsonObject } from '../json.ts';
import type { Person, Repository, World } from '../world.ts';
import { links, repositoryApi, repositoryPage } from './links.ts';
import { rendered } from './markup.ts';
import { personJson } from './person.ts';
import { repositoryBrief } from './repository.ts';

/** A commit as Bitbucket sends it in lists. */
export function commitJson(world: World, repository: Repository, commit: GitCommit): JsonObject {
  return {
    type: 'commit',
    hash: commit.hash,
    date: commit.date,
    author: authorJson(world, commit),
    message: commit.message,
    summary: rendered(commit.message),
    links: commitLinks(world, repository, commit.hash),
    parents: commit.parents.map((hash) => parentJson(world, repository, hash)),
    rendered: { message: rendered(commit.message) },
    repository: repositoryBrief(world, repository),
  };
}

function commitLinks(world: World, repository: Repository, hash: string): JsonObject {
  const api = repositoryApi(world, repository);
  const self = `${api}/commit/${hash}`;
  return links({
    self,
    html: `${repositoryPage(world, repository)}/commits/${hash}`,
    diff: `${api}/diff/${hash}`,
    approve: `${self}/approve`,
    comments: `${self}/comments`,
    statuses: `${self}/statuses`,
    patch: `${api}/patch/${hash}`,
  });
}

function parentJson(world: World, repository: Repository, hash: string): JsonObject {
  return {
    hash,
    links: links({
      self: `${repositoryApi(world, repository)}/commit/${hash}`,
      html: `${repositoryPage(world, repository)}/commits/${hash}`,
    }),
    type: 'commit',
  };
}

/** A commit as other things embed it. */
export function commitBrief(world: World, repository: Repository, hash: string): JsonObject {
  return { type: 'commit', ...parentJson(world, repository, hash) };
}

/** The author of a commit: the raw line, and the member with that e-mail if there is one. */
function authorJson(world: World, commit: GitCommit): JsonObject {
  const person = memberByEmail(world, commit.email);
  return {
    type: 'author',
    raw: `${commit.name} <${commit.email}>`,
    ...(person === undefined ? {} : { user: personJson(world, person) }),
  };
}

function memberByEmail(world: World, email: string): Person | undefined {
  return world.people.find((person) => person.email === email);
}
