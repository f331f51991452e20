import type { Server } from '@modelcontextprotocol/server';
import { COMPLETE } from '../request-params.ts';
import type { Session } from '../session.ts';
import { asProtocolError } from './protocol-errors.ts';

/** Answers completion/complete for the arguments of prompts and the variables of resources. */
export function serveCompletion(server: Server, session: Session): void {
  server.setRequestHandler(
    'completion/complete',
    { params: COMPLETE },
    async (params, { mcpReq }) => {
      const { complete } = await import('./completion/complete.ts');
      return await asProtocolError(
        async () =>
          await session.running.run(
            mcpReq.signal,
            async (signal) => await complete(params, session, signal),
          ),
      );
    },
  );
}
