import type { JsonObject } from '../json.ts';
import type { Repository, World } from '../world.ts';

/** Links by name, as Bitbucket writes them: `{self: {href}}`. */
export function links(addresses: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(Object.entries(addresses).map(([name, href]) => [name, { href }]));
}

/** The address of a repository in the API. */
export function repositoryApi(world: World, repository: Repository): string {
  return `${world.api}/repositories/${world.workspace.slug}/${repository.slug}`;
}

/** The address of a repository in the browser. */
export function repositoryPage(world: World, repository: Repository): string {
  return `${world.web}/${world.workspace.slug}/${repository.slug}`;
}

/** A uuid as it stands in Bitbucket's own links. */
export function inPath(uuid: string): string {
  return encodeURIComponent(uuid);
}
