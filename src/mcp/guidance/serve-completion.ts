import { type Server, specTypeSchemas } from '@modelcontextprotocol/server';
import type { Session } from '../session.ts';
import { asProtocolError } from './protocol-errors.ts';

/** Answers completion/complete for the arguments of prompts and the variables of resources. */
export function serveCompletion(server: Server, session: Session): void {
  const schema = specTypeSchemas.CompleteRequestParams;
  server.setRequestHandler(
    'completion/complete',
    { params: schema },
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
