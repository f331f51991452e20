import { type CacheHint, Server } from '@modelcontextprotocol/server';
import { VERSION } from '../core/version.ts';
import { serveCompletion } from './guidance/serve-completion.ts';
import { servePrompts } from './guidance/serve-prompts.ts';
import { serveResources } from './guidance/serve-resources.ts';
import { serveLogging } from './serve-logging.ts';
import { serveTools } from './serve-tools.ts';
import type { Session } from './session.ts';

/** Lists are made when the process starts, and hold as long as it and its credentials do. */
const LISTS: CacheHint = { ttlMs: 5 * 60_000, cacheScope: 'private' };

/** What is read may be another thing a moment later. */
const CONTENT: CacheHint = { ttlMs: 0, cacheScope: 'private' };

/**
 * Makes the server that one connection speaks to. Lists never change, but that of tools may once: when
 * it becomes known late what the token is good for.
 */
export function createServer(session: Session): Server {
  const server = new Server(
    { name: 'bbx', title: 'Bitbucket Cloud', version: VERSION },
    {
      capabilities: {
        tools: session.listChanges ? { listChanged: true } : {},
        ...{ prompts: {}, resources: {}, completions: {}, logging: {} },
      },
      instructions: session.instructions,
      cacheHints: {
        'tools/list': LISTS,
        'prompts/list': LISTS,
        'resources/list': LISTS,
        'resources/templates/list': LISTS,
        'resources/read': CONTENT,
        'server/discover': LISTS,
      },
    },
  );
  serveTools(server, session, serveLogging(server));
  servePrompts(server, session);
  serveResources(server, session);
  serveCompletion(server, session);
  return server;
}
