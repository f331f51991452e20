import type { ServerResponse } from 'node:http';
import { type HttpServer, httpServer, type Seen } from './http-server.ts';

/**
 * Something between bbx and a server that passes everything on, but for what it answers itself.
 * @param answers true where it has answered
 */
export async function between(
  url: string,
  answers: (request: Seen, response: ServerResponse) => Promise<boolean>,
): Promise<HttpServer> {
  return await httpServer(async (request, response) => {
    if (await answers(request, response)) return;
    const { authorization = '', 'content-type': type } = request.headers;
    const answer = await fetch(`${url}${request.url}`, {
      method: request.method,
      headers: { authorization, ...(type && { 'content-type': type }) },
      ...(request.body.length > 0 && { body: request.body.toString() }),
    });
    // Pages lead back here.
    const body = (await answer.text()).replaceAll(url, `http://${request.headers.host}`);
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(body);
  });
}
