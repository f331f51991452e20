import { type HttpServer, httpServer } from './http-server.ts';

/**
 * Something between bbx and a server that passes everything on, and loses the answers to one method:
 * the effect has happened, and nobody hears of it.
 * @param how as a broken connection, as an error of its own, or by never answering
 */
export async function answerLoser(
  url: string,
  method: string,
  how: 'broken' | 'error' | 'silent',
): Promise<HttpServer> {
  return await httpServer(async (request, response) => {
    const { authorization = '', 'content-type': type } = request.headers;
    const answer = await fetch(`${url}${request.url}`, {
      method: request.method,
      headers: { authorization, ...(type && { 'content-type': type }) },
      ...(request.body.length > 0 && { body: request.body.toString() }),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    if (request.method !== method) {
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(body);
    } else if (how === 'broken') response.destroy();
    else if (how === 'error')
      response.writeHead(500, { 'content-type': 'text/plain' }).end('Something broke.');
  });
}
