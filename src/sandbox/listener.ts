import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { inflict } from './fault-effects.ts';
import type { Faults } from './faults.ts';
import { type LoggedRequest, logRequest } from './request-log.ts';

/** Which of the three servers. */
export type Name = LoggedRequest['server'];

/** What one of the sandbox's servers does with a request that no fault befell. */
export type Handle = (
  request: IncomingMessage,
  response: ServerResponse,
  entry: LoggedRequest,
) => Promise<void>;

/** A server that listens. */
export interface Listener {
  readonly origin: string;
  /** Sets what answers from now on. */
  readonly handle: (handle: Handle) => void;
  readonly close: () => Promise<void>;
}

/** What a listener shares with its siblings. */
export interface Shared {
  readonly log: LoggedRequest[];
  readonly faults: Faults;
  /** The origin that a redirect fault leads to. */
  readonly elsewhere: () => string;
}

/**
 * Starts an HTTP server on 127.0.0.1 that logs every request and lets faults befall it.
 * @param port 0 for any free one
 * @throws Error when the port is taken
 */
export async function listen(name: Name, port: number, shared: Shared): Promise<Listener> {
  let handle: Handle = async (_, response) => {
    response.writeHead(503).end();
  };
  const server = createServer((request, response) => {
    void serve(name, origin(server), request, response, shared, (...args) => handle(...args));
  });
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    origin: origin(server),
    handle: (next) => {
      handle = next;
    },
    close: () => close(server),
  };
}

async function serve(
  name: Name,
  own: string,
  request: IncomingMessage,
  response: ServerResponse,
  shared: Shared,
  handle: Handle,
): Promise<void> {
  const { method = 'GET', url: path = '/', headers } = request;
  const entry: LoggedRequest = {
    server: name,
    method,
    path,
    headers,
    bodySize: 0,
    status: 0,
    aborted: false,
  };
  logRequest(shared.log, entry);
  response.on('finish', () => {
    entry.status = response.statusCode;
  });
  response.on('close', () => {
    entry.status = response.headersSent ? response.statusCode : 0;
    entry.aborted = !response.writableFinished;
  });
  try {
    const fault = shared.faults.take(name, method, path);
    const around = { path, origin: own, elsewhere: shared.elsewhere() };
    if (fault !== undefined && (await inflict(fault, response, around))) {
      request.resume();
      return;
    }
    if (fault?.truncate !== undefined) truncate(response, fault.truncate);
    await handle(request, response, entry);
  } catch (error) {
    fail(response, error);
  }
}

/** Sends the real head and only the first bytes of the real body, then cuts the connection. */
function truncate(response: ServerResponse, length: number): void {
  response.end = (chunk?: unknown) => {
    const whole = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk ?? ''));
    response.write(whole.subarray(0, length), () => response.destroy());
    return response;
  };
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  response.writeHead(500, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ type: 'error', error: { message: `Sandbox: ${message}` } }));
}

function origin(server: Server): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://127.0.0.1:${port}`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
