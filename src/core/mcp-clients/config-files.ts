import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { enclosingGit } from '../git/enclosing-git.ts';
import type { Client, Scope } from './client.ts';
import { CLIENTS } from './clients.ts';
import { joined, type Place } from './place.ts';
import { readOrdinary } from './read-ordinary.ts';
import { isSamePlace } from './within.ts';

/** A file in which a client may keep its servers. */
export interface ConfigFile {
  readonly client: Client;
  readonly scope: Scope;
  readonly path: string;
}

/** Every file of every client: each client's own first, then those of the project. */
export function configFiles(place: Place, cwd: string): ConfigFile[] {
  const project = projectFolder(place, cwd);
  const all = CLIENTS.flatMap((client) => [
    ...client
      .user(place)
      .flatMap(({ paths }) => paths.map((path) => ({ client, scope: 'user' as const, path }))),
    ...projectPaths(client, place, project ?? cwd).map((path) => ({
      client,
      scope: 'project' as const,
      path,
    })),
  ]);
  // In the home folder some of them are the same, and two clients share .mcp.json.
  return all.filter(
    (file, at) =>
      all.findIndex(({ path, client }) => path === file.path && client === file.client) === at,
  );
}

/** The files of a client in a project. */
export const projectPaths = (client: Client, place: Place, folder: string): string[] =>
  client.project.map((path) => joined(place, folder, ...path.split('/')));

/**
 * The folder of the project that a folder belongs to: the top of its clone, else itself.
 * @returns undefined for the home folder, where the files would be the person's own
 */
export function projectFolder({ home }: Place, cwd: string): string | undefined {
  const git = enclosingGit(cwd);
  const top = git === undefined ? cwd : dirname(git);
  const folder = isSamePlace(top, home) ? cwd : top;
  return isSamePlace(folder, home) ? undefined : folder;
}

/** Of one file's several names: the one that has bbx already, else one that is there, else the first. */
export const chosenPath = (paths: readonly string[]): string =>
  paths.find((path) => speaksOfBbx(path)) ??
  paths.find((path) => existsSync(path)) ??
  paths[0] ??
  '';

/**
 * Whether bbx may be in a file at all; what else is in it is not looked at.
 * @param unreadable what counts for one that cannot be looked into
 */
export function speaksOfBbx(path: string, unreadable = false): boolean {
  try {
    return readOrdinary(path)?.bytes.includes('bbx') ?? false;
  } catch {
    return unreadable;
  }
}
