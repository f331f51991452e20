import type { JsonObject } from '../json.ts';
import type { Person, Project, World } from '../world.ts';
import { inPath, links } from './links.ts';
import { personJson } from './person.ts';

/** The workspace as other things embed it. */
export function workspaceBrief(world: World): JsonObject {
  const { slug, name, uuid } = world.workspace;
  return {
    type: 'workspace',
    uuid,
    name,
    slug,
    links: links({
      avatar: `${world.web}/workspaces/${slug}/avatar/?ts=1543465801`,
      html: `${world.web}/${slug}/`,
      self: `${world.api}/workspaces/${slug}`,
    }),
  };
}

/** The workspace as GET /workspaces/{workspace} shows it. */
export function workspaceJson(world: World): JsonObject {
  const { slug } = world.workspace;
  const self = `${world.api}/workspaces/${slug}`;
  const brief = workspaceBrief(world);
  return {
    ...brief,
    is_private: true,
    is_privacy_enforced: false,
    forking_mode: 'allow_forks',
    created_on: world.clock.ago(2000),
    updated_on: world.clock.ago(120),
    links: links({
      avatar: `${world.web}/workspaces/${slug}/avatar/?ts=1543465801`,
      html: `${world.web}/${slug}/`,
      members: `${self}/members`,
      owners: `${self}/members?q=permission%3D%22owner%22`,
      projects: `${self}/projects`,
      repositories: `${world.api}/repositories/${slug}`,
      snippets: `${world.api}/snippets/${slug}`,
      self,
    }),
  };
}

/** The workspace as an owner of things: an account of type team. */
export function teamJson(world: World): JsonObject {
  const { slug, name, uuid } = world.workspace;
  return {
    display_name: name,
    links: links({
      self: `${world.api}/workspaces/${inPath(uuid)}`,
      avatar: `${world.web}/account/${slug}/avatar/`,
      html: `${world.web}/${inPath(uuid)}/`,
    }),
    type: 'team',
    uuid,
    username: slug,
  };
}

/** Somebody's membership; `permission` is there only where Bitbucket tells it. */
export function membershipJson(world: World, person: Person, withPermission = false): JsonObject {
  const self = `${world.api}/workspaces/${world.workspace.slug}/members/${inPath(person.uuid)}`;
  return {
    type: 'workspace_membership',
    ...(withPermission ? { permission: person.permission } : {}),
    user: personJson(world, person),
    workspace: workspaceBrief(world),
    links: links({ self }),
  };
}

function projectLinks(world: World, project: Project): JsonObject {
  const { slug } = world.workspace;
  return links({
    self: `${world.api}/workspaces/${slug}/projects/${project.key}`,
    html: `${world.web}/${slug}/workspace/projects/${project.key}`,
    avatar: `${world.web}/${slug}/workspace/projects/${project.key}/avatar/32?ts=1543465801`,
  });
}

/** A project as a repository embeds it. */
export function projectBrief(world: World, project: Project): JsonObject {
  const { key, uuid, name } = project;
  return { type: 'project', key, uuid, name, links: projectLinks(world, project) };
}

/** A project as its own address shows it. */
export function projectJson(world: World, project: Project): JsonObject {
  return {
    ...projectBrief(world, project),
    owner: teamJson(world),
    workspace: workspaceBrief(world),
    description: project.description,
    is_private: project.isPrivate,
    created_on: project.createdOn,
    updated_on: project.updatedOn,
    has_publicly_visible_repos: false,
  };
}
