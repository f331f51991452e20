import type { IncomingMessage } from 'node:http';
import type { LoggedRequest } from './request-log.ts';

/** Reads a request's whole body and writes its length into the log. */
export async function readBody(request: IncomingMessage, entry: LoggedRequest): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  entry.bodySize = body.length;
  const isJson = request.headers['content-type']?.startsWith('application/json');
  if (isJson && body.length <= 256 * 1024) entry.body = body;
  return body;
}
