import { Server } from '@modelcontextprotocol/server';
import { VERSION } from '../core/version.ts';
import { serveTools } from './serve-tools.ts';
import type { Session } from './session.ts';

/** Makes the server that one connection speaks to. */
export function createServer(session: Session): Server {
  const server = new Server(
    { name: 'bbx', version: VERSION },
    { capabilities: { tools: {} }, instructions: session.instructions },
  );
  serveTools(server, session);
  return server;
}
