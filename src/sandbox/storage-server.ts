import type { Handle } from './listener.ts';
import { rangeOf } from './range.ts';
import type { World } from './world.ts';

/**
 * Long-term storage on another origin: what downloads and finished logs redirect to. Like S3 it
 * takes its permission from the address, and refuses a second one in a header.
 */
export function storageHandler(world: World): Handle {
  return async (request, response) => {
    request.resume();
    if (request.headers.authorization !== undefined) {
      response.writeHead(400, { 'content-type': 'application/xml' });
      response.end(
        '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>InvalidArgument</Code>' +
          '<Message>Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, ' +
          'Signature query string parameter or the Authorization header should be specified' +
          '</Message></Error>',
      );
      return;
    }
    const url = new URL(request.url ?? '/', world.storage);
    const stored = world.stored.get(url.pathname);
    if (stored === undefined) {
      response.writeHead(404, { 'content-type': 'application/xml' });
      response.end('<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code></Error>');
      return;
    }
    const { status, headers, body } = rangeOf(stored.bytes, request.headers.range);
    response.writeHead(status, {
      'content-type': stored.contentType,
      'content-disposition': `attachment; filename="${stored.name}"`,
      ...headers,
    });
    response.end(body);
  };
}
