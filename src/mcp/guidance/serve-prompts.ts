import type { Server } from '@modelcontextprotocol/server';
import { GET_PROMPT } from '../request-params.ts';
import type { Session } from '../session.ts';
import { noCursor } from './no-cursor.ts';
import { asProtocolError } from './protocol-errors.ts';
import { servedTools } from './served-tools.ts';

/** Answers prompts/list and prompts/get; the prompts load when somebody asks for them. */
export function servePrompts(server: Server, session: Session): void {
  const prompts = async () => {
    const { promptsFor } = await import('./prompts/all-prompts.ts');
    return promptsFor(servedTools(session));
  };
  server.setRequestHandler('prompts/list', async ({ params }) => {
    noCursor(params?.cursor);
    return {
      prompts: (await prompts()).map(({ name, title, description, arguments: all }) => ({
        name,
        title,
        description,
        arguments: all.map(({ kind: _, ...argument }) => argument),
      })),
    };
  });
  server.setRequestHandler('prompts/get', { params: GET_PROMPT }, async (params) => {
    const { getPrompt } = await import('./prompts/get-prompt.ts');
    return await asProtocolError(
      async () => await getPrompt(await prompts(), params.name, params.arguments ?? {}, session),
    );
  });
}
