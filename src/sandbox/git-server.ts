import type { IncomingMessage, ServerResponse } from 'node:http';
import { gitVisitor } from './auth.ts';
import { runCgi } from './cgi.ts';
import { type Credential, type Credentials, missingScopes } from './credentials.ts';
import { forgetRefs, refsUnder } from './git/refs.ts';
import { startGit } from './git-bridge.ts';
import { answerLfs } from './lfs.ts';
import type { Handle } from './listener.ts';
import type { Repository, World } from './world.ts';

/** Serves the repositories over git's HTTP protocol, and Git LFS beside it. */
export function gitHandler(world: World, credentials: Credentials): Handle {
  return async (request, response, entry) => {
    const url = new URL(request.url ?? '/', world.web);
    const [, workspace, name, rest = ''] =
      /^\/([^/]+)\/([^/]+?)(?:\.git)?(\/.*)$/.exec(url.pathname) ?? [];
    const repository =
      workspace === world.workspace.slug ? world.repositories.get(name ?? '') : undefined;
    const visitor = gitVisitor(credentials, request.headers.authorization);
    if (visitor === undefined) return unauthorized(request, response);
    if (repository === undefined) return say(response, 404, MISSING);
    const pushes = /git-receive-pack/.test(request.url ?? '');
    const needed = pushes ? ['read:repository', 'write:repository'] : ['read:repository'];
    if (missingScopes(visitor, needed).length > 0) return say(response, 403, UNSCOPED);
    if (rest.startsWith('/info/lfs')) {
      return answerLfs(world, repository, visitor, request, response, entry, rest);
    }
    request.on('data', (chunk: Buffer) => {
      entry.bodySize += chunk.length;
    });
    await backend(world, repository, visitor, request, response, url, rest);
  };
}

const MISSING =
  'You may not have access to this repository or it no longer exists in this workspace. ' +
  'If you think this repository exists and you have access, make sure you are authenticated.';
const UNSCOPED = 'Your credentials lack one or more required privilege scopes.';

function unauthorized(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const headers = {
    'www-authenticate': 'Basic realm="Bitbucket.org HTTP"',
    'content-type': 'text/plain',
  };
  response.writeHead(401, headers).end('Authentication required');
}

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
}

/**
 * After a push the refs have to be read again; the first branch of an empty repository becomes
 * its main one.
 */
async function adopt(request: IncomingMessage, repository: Repository): Promise<void> {
  if (request.method !== 'POST') return;
  forgetRefs(repository.git);
  const branches = await refsUnder(repository.git, 'refs/heads/');
  repository.mainbranch ??= [...branches.keys()][0] ?? null;
}

/** Runs `git http-backend` as the CGI program that it is, streaming both ways. */
function backend(
  world: World,
  repository: Repository,
  visitor: Credential,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  rest: string,
): Promise<void> {
  const { headers } = request;
  const child = startGit(world.gitRoot, ['http-backend'], {
    GIT_PROJECT_ROOT: world.gitRoot,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: `/${world.workspace.slug}/${repository.slug}.git${rest}`,
    QUERY_STRING: url.search.slice(1),
    REQUEST_METHOD: request.method ?? 'GET',
    REMOTE_USER: visitor.username || 'token',
    REMOTE_ADDR: '127.0.0.1',
    CONTENT_TYPE: headers['content-type'] ?? '',
    HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
    ...(headers['content-length'] ? { CONTENT_LENGTH: headers['content-length'] } : {}),
    GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
  });
  return runCgi(child, request, response, () => adopt(request, repository));
}
