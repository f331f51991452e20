import type { IncomingHttpHeaders } from 'node:http';
import type { Credential } from './credentials.ts';
import { noRepository, notFound } from './errors.ts';
import type { Json, JsonObject } from './json.ts';
import type { Person, Repository, World } from './world.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One request to one route. */
export interface Call {
  readonly world: World;
  readonly method: string;
  /** As it was asked for, on the sandbox's own origin. */
  readonly url: URL;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly params: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly visitor: Credential | undefined;
}

/** What a route answers: JSON or bytes, never both. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: Json;
  /** Fields of the JSON that are sent only when `fields` asks for them with a plus. */
  readonly hidden?: readonly string[];
  readonly bytes?: Buffer;
}

/** Answers a call. Throws Refusal for everything that is no answer. */
export type Run = (call: Call) => Reply | Promise<Reply>;

/** One operation of Bitbucket that the sandbox has. */
export interface Route {
  readonly method: Method;
  /** As the API description writes it. */
  readonly path: string;
  /** API-token scopes without the ":bitbucket" ending; none implies another. */
  readonly scopes: readonly string[];
  readonly run: Run;
  /** Bitbucket answers it, although its API description does not list it. */
  readonly undocumented?: boolean;
}

/** The path under which everything of a repository lies. */
export const REPOSITORY = '/repositories/{workspace}/{repo_slug}';

/** Declares a route: `route('GET /user', 'read:user', run)`; scopes are parted by a space. */
export function route(operation: string, scopes: string, run: Run): Route {
  const [verb = '', path = ''] = operation.split(' ');
  const method = METHODS[verb];
  if (method === undefined) throw new Error(`no such method: ${verb}`);
  return {
    method,
    path: path.replace(/^R(?=\/|$)/, REPOSITORY),
    scopes: scopes.split(' ').filter(Boolean),
    run,
  };
}

const METHODS: Readonly<Record<string, Method>> = {
  GET: 'GET',
  POST: 'POST',
  PUT: 'PUT',
  DELETE: 'DELETE',
};

/** A JSON answer. */
export function json(value: Json, status = 200, headers: Record<string, string> = {}): Reply {
  return { status, json: value, headers };
}

/** 201 with the address of what was made. */
export function created(value: JsonObject, location?: string): Reply {
  return json(value, 201, location === undefined ? {} : { location });
}

/** 204. */
export function nothing(): Reply {
  return { status: 204 };
}

/** Bytes as they are. */
export function bytes(content: Buffer, contentType: string, status = 200): Reply {
  return { status, bytes: content, headers: { 'content-type': contentType } };
}

/** A redirect. */
export function redirect(location: string, status = 302): Reply {
  return { status, bytes: Buffer.alloc(0), headers: { location } };
}

/** A parameter of the path. */
export function param(call: Call, name: string): string {
  return call.params[name] ?? '';
}

/**
 * The repository that the path names, by slug or uuid.
 * @throws Refusal 404 when there is none that the visitor can see
 */
export function repositoryOf(call: Call): Repository {
  const { world } = call;
  const slug = param(call, 'repo_slug');
  const workspace = param(call, 'workspace');
  const known = isWorkspace(world, workspace) || (workspace === '{}' && slug.startsWith('{'));
  const found = known ? findRepository(world, slug) : undefined;
  if (found === undefined || (found.isPrivate && call.visitor === undefined)) throw noRepository();
  return found;
}

/** A repository by slug or uuid. */
export function findRepository(world: World, slug: string): Repository | undefined {
  const lower = slug.toLowerCase();
  return [...world.repositories.values()].find((r) => r.slug === lower || r.uuid === slug);
}

/** Tells whether a path names the workspace of the sandbox. */
export function isWorkspace(world: World, name: string): boolean {
  return name.toLowerCase() === world.workspace.slug || name === world.workspace.uuid;
}

/**
 * Checks the workspace that the path names.
 * @throws Refusal 404
 */
export function checkWorkspace(call: Call): void {
  const name = param(call, 'workspace');
  if (!isWorkspace(call.world, name)) throw notFound(`No workspace with identifier '${name}'.`);
}

/** A member by uuid, account id or nickname. */
export function findPerson(world: World, id: string): Person | undefined {
  return world.people.find(
    ({ uuid, accountId, nickname }) => uuid === id || accountId === id || nickname === id,
  );
}

/** The person behind the credential; an access token acts as the workspace's first member. */
export function actor(call: Call): Person {
  const person = call.visitor?.person ?? call.world.people[0];
  if (person === undefined) throw new Error('the sandbox has no people');
  return person;
}
