import { ResourceNotFoundError, type Server } from '@modelcontextprotocol/server';
import { BbxError } from '../../core/errors.ts';
import { progressOf } from '../progress-for.ts';
import { READ_RESOURCE } from '../request-params.ts';
import type { Session } from '../session.ts';
import { contextFor } from './context-for.ts';
import { noCursor } from './no-cursor.ts';
import { asProtocolError, saidOf } from './protocol-errors.ts';
import { servedTools } from './served-tools.ts';

/** Answers resources/list, resources/templates/list and resources/read; all of it loads on first use. */
export function serveResources(server: Server, session: Session): void {
  server.setRequestHandler('resources/list', async ({ params }) => {
    noCursor(params?.cursor);
    const { RESOURCES } = await import('./resources/templates.ts');
    return { resources: [...RESOURCES] };
  });
  server.setRequestHandler('resources/templates/list', async ({ params }) => {
    noCursor(params?.cursor);
    const { TEMPLATES } = await import('./resources/templates.ts');
    return { resourceTemplates: [...TEMPLATES] };
  });
  server.setRequestHandler(
    'resources/read',
    { params: READ_RESOURCE },
    async ({ uri }, { mcpReq }) => {
      const { readResource } = await import('./resources/read-resource.ts');
      const result = await asProtocolError(async () => {
        try {
          return await session.running.run(mcpReq.signal, async (signal) =>
            readResource(uri, await contextFor(session, { signal, progress: progressOf(mcpReq) })),
          );
        } catch (error) {
          if (!(error instanceof BbxError) || error.code !== 'NOT_FOUND') throw error;
          throw new ResourceNotFoundError(uri, saidOf(error, servedTools(session)));
        }
      });
      if (result) return result;
      throw new ResourceNotFoundError(
        uri,
        'There is no such resource: resources/templates/list says what there is.',
      );
    },
  );
}
