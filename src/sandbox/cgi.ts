import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Speaks CGI with a child: the request's body goes in, head and body of the answer come out, both
 * streamed.
 * @param finish is awaited when the child has ended, before the client can know it
 */
export function runCgi(
  child: ChildProcessWithoutNullStreams,
  request: IncomingMessage,
  response: ServerResponse,
  finish: () => Promise<void>,
): Promise<void> {
  child.stdin.on('error', () => {});
  child.stderr.resume();
  request.pipe(child.stdin);
  response.on('close', () => child.kill());
  child.stdout.on('data', reader(child, response));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => {
      if (!response.headersSent) response.writeHead(500);
      finish().then(() => {
        response.end();
        resolve();
      }, reject);
    });
  });
}

/** Takes the output apart into the head, once it is whole, and the body. */
function reader(child: ChildProcessWithoutNullStreams, response: ServerResponse) {
  let head = Buffer.alloc(0);
  return (chunk: Buffer) => {
    if (response.headersSent) return flow(child, response, chunk);
    head = Buffer.concat([head, chunk]);
    const gap = head.indexOf('\r\n\r\n');
    if (gap < 0) return;
    writeHead(response, head.subarray(0, gap).toString());
    flow(child, response, head.subarray(gap + 4));
  };
}

function flow(
  child: ChildProcessWithoutNullStreams,
  response: ServerResponse,
  chunk: Buffer,
): void {
  if (response.write(chunk)) return;
  child.stdout.pause();
  response.once('drain', () => child.stdout.resume());
}

function writeHead(response: ServerResponse, head: string): void {
  const lines = head.split('\r\n').map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const status = Number.parseInt(lines.find(([name]) => name === 'Status')?.[1] ?? '200', 10);
  response.writeHead(status, Object.fromEntries(lines.filter(([name]) => name !== 'Status')));
}
