import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { McpProgram } from '../support/mcp.ts';

/** Where a checker that only speaks HTTP finds bbx. */
export interface Bridge {
  /** Without a path; any path will do. */
  readonly url: string;
  /** Starts the program for the requests of a path, which checkers give less time than it may take. */
  prepare(path: string): Promise<void>;
  close(): Promise<void>;
}

/** What JSON-RPC 2.0 knows of a message; all else of it goes through unseen and unchanged. */
interface Envelope {
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: { readonly _meta?: Readonly<Record<string, unknown>> };
  readonly error?: { readonly code: number };
}

/** The HTTP status that the streamable HTTP transport of 2026-07-28 gives to errors. */
const STATUSES: Readonly<Record<number, number>> = {
  [-32601]: 404,
  [-32602]: 400,
  [-32020]: 400,
  [-32021]: 400,
  [-32022]: 400,
};

const MODERN = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'bridge', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};
const SUBSCRIPTION = 'io.modelcontextprotocol/subscriptionId';

/**
 * Puts streamable HTTP before `bbx mcp`, which speaks only stdio: message by message, with not a
 * byte of them changed. A session that is opened with `initialize` has a program of its own;
 * requests without a session (the era of 2026-07-28) share the one of their path.
 */
export async function startBridge(variables: Readonly<Record<string, string>>): Promise<Bridge> {
  const programs = new Map<string, Promise<Spoken>>();
  const open = async (name: string) => {
    const found = programs.get(name) ?? Spoken.start(variables, name.startsWith('/'));
    programs.set(name, found);
    return await found;
  };
  const server = createServer(async (request, response) => {
    const session = String(request.headers['mcp-session-id'] ?? '');
    if (request.method === 'DELETE') await (await programs.get(session))?.close();
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const line = await textOf(request);
    const message: Envelope = JSON.parse(line);
    const name = message.method === 'initialize' && !isModern(message) ? randomUUID() : session;
    if (name !== '') response.setHeader('mcp-session-id', name);
    (await open(name || String(request.url))).exchange(line, message, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = addressOf(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    prepare: async (path) => void (await open(path)),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all([...programs.values()].map(async (one) => (await one).close()));
    },
  };
}

/** A program, and the HTTP requests that wait for what it says. */
class Spoken {
  private readonly waiting = new Map<string | number, ServerResponse>();
  private readonly program: McpProgram;

  static async start(variables: Readonly<Record<string, string>>, modern: boolean) {
    const program = new McpProgram(variables);
    // On stdio the first requests settle the era of a connection; on HTTP each request has its own.
    if (modern) {
      await program.request('server/discover', { _meta: MODERN }, 'first');
      await program.request('tools/list', { _meta: MODERN }, 'second');
    }
    return new Spoken(program);
  }

  private constructor(program: McpProgram) {
    this.program = program;
    createInterface({ input: program.child.stdout }).on('line', (line) => this.take(line));
  }

  exchange(line: string, { id, method }: Envelope, response: ServerResponse): void {
    if (id === undefined || method === undefined) response.writeHead(202).end();
    else {
      this.waiting.set(id, response);
      response.on('close', () => {
        if (this.waiting.delete(id))
          this.program.notify('notifications/cancelled', { requestId: id });
      });
    }
    this.program.child.stdin.write(`${line.replaceAll('\n', ' ')}\n`);
  }

  async close(): Promise<void> {
    await this.program.close();
  }

  private take(line: string): void {
    const message: Envelope = JSON.parse(line);
    const response = message.id === undefined ? undefined : this.waiting.get(message.id);
    if (message.id !== undefined && response !== undefined) {
      this.waiting.delete(message.id);
      if (response.headersSent) response.end(event(line));
      else {
        const status = STATUSES[message.error?.code ?? 0] ?? 200;
        response.writeHead(status, { 'content-type': 'application/json' }).end(line);
      }
      return;
    }
    for (const one of this.readersOf(message)) {
      if (!one.headersSent) one.writeHead(200, { 'content-type': 'text/event-stream' });
      one.write(event(line));
    }
  }

  /** A subscription's notices go to its own request, others to all that wait. */
  private readersOf(message: Envelope): readonly ServerResponse[] {
    const subscription = message.params?._meta?.[SUBSCRIPTION];
    const own = [...this.waiting].filter(([id]) => String(id) === String(subscription));
    return subscription === undefined ? [...this.waiting.values()] : own.map(([, one]) => one);
  }
}

const event = (line: string) => `event: message\ndata: ${line}\n\n`;

/** The new era says with each request which version it speaks. */
const isModern = ({ params }: Envelope) =>
  params?._meta?.['io.modelcontextprotocol/protocolVersion'] !== undefined;

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return text;
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the bridge has no port');
  return address;
}
