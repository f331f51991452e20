import type { JsonObject } from '../json.ts';
import type { Repository, World } from '../world.ts';
import { inPath, links, repositoryApi, repositoryPage } from './links.ts';
import { projectBrief, teamJson, workspaceBrief } from './workspace.ts';

/** A repository as other things embed it. */
export function repositoryBrief(world: World, repository: Repository): JsonObject {
  return {
    type: 'repository',
    full_name: `${world.workspace.slug}/${repository.slug}`,
    links: links({
      self: repositoryApi(world, repository),
      html: repositoryPage(world, repository),
      avatar: `${world.web}/bytebucket/ravatar/${inPath(repository.uuid)}?ts=${repository.language || 'default'}`,
    }),
    name: repository.name,
    uuid: repository.uuid,
  };
}

/**
 * A repository as its own address and the lists show it.
 * @param username who asks: Bitbucket writes it into the address for cloning
 */
export function repositoryJson(world: World, repository: Repository, username = ''): JsonObject {
  const { parent, mainbranch } = repository;
  return {
    ...repositoryBrief(world, repository),
    slug: repository.slug,
    description: repository.description,
    scm: 'git',
    website: '',
    owner: teamJson(world),
    workspace: workspaceBrief(world),
    is_private: repository.isPrivate,
    project: projectBrief(world, repository.project),
    fork_policy: repository.forkPolicy,
    created_on: repository.createdOn,
    updated_on: repository.updatedOn,
    size: 96_256 + repository.slug.length * 1024,
    language: repository.language,
    has_issues: false,
    has_wiki: false,
    mainbranch: mainbranch === null ? null : { name: mainbranch, type: 'branch' },
    override_settings: {
      default_merge_strategy: true,
      branching_model: true,
    },
    parent: parent === undefined ? null : repositoryBrief(world, parent),
    links: repositoryLinks(world, repository, username),
  };
}

function repositoryLinks(world: World, repository: Repository, username: string): JsonObject {
  const self = repositoryApi(world, repository);
  const page = repositoryPage(world, repository);
  const more = 'pullrequests commits forks watchers branches tags downloads source hooks'.split(
    ' ',
  );
  const target: Record<string, string> = {
    branches: 'refs/branches',
    tags: 'refs/tags',
    source: 'src',
  };
  const { host } = new URL(world.web);
  const path = `${world.workspace.slug}/${repository.slug}.git`;
  return {
    ...links({
      self,
      html: page,
      avatar: `${world.web}/bytebucket/ravatar/${inPath(repository.uuid)}?ts=${repository.language || 'default'}`,
      ...Object.fromEntries(more.map((name) => [name, `${self}/${target[name] ?? name}`])),
    }),
    clone: [
      { name: 'https', href: `${page}.git`.replace('://', username ? `://${username}@` : '://') },
      { name: 'ssh', href: `ssh://git@${host}/${path}` },
    ],
  };
}
