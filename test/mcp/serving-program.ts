import { createServer, type ServerResponse } from 'node:http';
import { afterAll, beforeAll } from 'vitest';
import { McpProgram } from '../support/mcp.ts';

/** A program of which a test says what its Bitbucket answers. */
export interface ServingProgram {
  readonly program: McpProgram;
  /** How many requests came. */
  readonly requests: number;
  /** Answers every request with these bytes from now on. */
  readonly serve: (body: string | Uint8Array, contentType?: string) => void;
  readonly serveJson: (data: unknown) => void;
  /** The same with a body that is made while it is sent; gives how many bytes were. */
  readonly serveChunks: (size: number, next: () => Buffer, contentType?: string) => () => number;
  /** The same with a status, and with headers. */
  readonly answer: (give: (response: ServerResponse) => void) => void;
}

/** One program for all tests of a file, whose Bitbucket answers each request alike. */
export function servingProgram(tools?: string): ServingProgram {
  let started: McpProgram | undefined;
  let requests = 0;
  let give: (response: ServerResponse) => void = (response) => void response.end();
  const server = createServer((request, response) => {
    requests += 1;
    request.resume().on('end', () => give(response));
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    started = new McpProgram(
      {
        BBX_API_URL: `http://127.0.0.1:${port}/2.0`,
        ATLASSIAN_USER_EMAIL: 'ada@example.com',
        ATLASSIAN_API_TOKEN: 'secret-token-of-the-test',
      },
      tools === undefined ? {} : { tools },
    );
    await started.initialize();
  });
  afterAll(async () => {
    await started?.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const serve = (body: string | Uint8Array, contentType = 'text/plain') => {
    const bytes = Buffer.from(body);
    give = (response) => {
      response.writeHead(200, { 'content-type': contentType, 'content-length': bytes.length });
      response.end(bytes);
    };
  };
  return {
    get program() {
      if (!started) throw new Error('before a test there is no program');
      return started;
    },
    get requests() {
      return requests;
    },
    serve,
    serveJson: (data) => {
      const bytes = JSON.stringify(data);
      give = (response) => {
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
        response.end(bytes);
      };
    },
    serveChunks: (size, next, contentType = 'text/plain') => {
      let sent = 0;
      give = (response) => {
        response.writeHead(200, { 'content-type': contentType, 'content-length': size });
        const more = () => {
          while (!response.destroyed && sent < size) {
            const chunk = next();
            sent += chunk.length;
            if (!response.write(chunk)) return void response.once('drain', more);
          }
          response.end();
        };
        more();
      };
      return () => sent;
    },
    answer: (other) => {
      give = other;
    },
  };
}
