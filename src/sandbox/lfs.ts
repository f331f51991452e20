import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Credential, missingScopes } from './credentials.ts';
import { type JsonObject, listAt, numberAt, parseJson, textAt } from './json.ts';
import { readBody } from './read-body.ts';
import type { LoggedRequest } from './request-log.ts';
import type { Repository, World } from './world.ts';

const TYPE = { 'content-type': 'application/vnd.git-lfs+json' };

/** Answers Git LFS: the batch call, and the objects it points to. Locking is not kept. */
export async function answerLfs(
  world: World,
  repository: Repository,
  visitor: Credential,
  request: IncomingMessage,
  response: ServerResponse,
  entry: LoggedRequest,
  rest: string,
): Promise<void> {
  const body = await readBody(request, entry);
  const oid = /^\/info\/lfs\/objects\/([0-9a-f]{64})$/.exec(rest)?.[1];
  if (rest === '/info/lfs/objects/batch' && request.method === 'POST') {
    const batch = parseJson(body.toString()) ?? null;
    const upload = textAt(batch, 'operation') === 'upload';
    if (upload && missingScopes(visitor, ['write:repository']).length > 0) {
      response.writeHead(403, TYPE).end(JSON.stringify({ message: 'write:repository is missing' }));
      return;
    }
    const objects = listAt(batch, 'objects').map((object) => {
      const id = textAt(object, 'oid') ?? '';
      return action(world, repository, id, numberAt(object, 'size') ?? 0, upload);
    });
    response.writeHead(200, TYPE).end(JSON.stringify({ transfer: 'basic', objects }));
  } else if (oid !== undefined && request.method === 'PUT') {
    repository.lfs.set(oid, body);
    response.writeHead(200).end();
  } else {
    const found = repository.lfs.get(oid ?? '');
    response.writeHead(found === undefined ? 404 : 200, {
      'content-type': 'application/octet-stream',
    });
    response.end(found);
  }
}

function action(
  world: World,
  repository: Repository,
  oid: string,
  size: number,
  upload: boolean,
): JsonObject {
  const stored = repository.lfs.has(oid);
  const base = `${world.web}/${world.workspace.slug}/${repository.slug}.git`;
  const href = `${base}/info/lfs/objects/${oid}`;
  if (upload) return { oid, size, ...(stored ? {} : { actions: { upload: { href } } }) };
  if (stored) return { oid, size, actions: { download: { href } } };
  return { oid, size, error: { code: 404, message: 'Object does not exist' } };
}
