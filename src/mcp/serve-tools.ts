import { CLIENT_CAPABILITIES_META_KEY, type Server } from '@modelcontextprotocol/server';
import type { Operation } from '../core/operation.ts';
import { callTool } from './call-tool.ts';
import { type Notify, progressFor } from './progress-for.ts';
import type { Session } from './session.ts';
import { type Tool, toolFor } from './tool-for.ts';

interface Served {
  readonly operation: Operation;
  readonly tool: Tool;
}

/** Answers tools/list and tools/call. */
export function serveTools(server: Server, session: Session): void {
  const { operations, running } = session;
  const tools = new Map<string, Served>();
  for (const operation of operations) {
    const tool = toolFor(operation);
    tools.set(tool.name, { operation, tool });
  }
  server.setRequestHandler('tools/list', () => ({
    tools: [...tools.values()].map(({ tool }) => tool),
  }));
  server.setRequestHandler('tools/call', async ({ params }, { mcpReq }) => {
    const found = tools.get(params.name);
    if (!found) return unknownTool(params.name, [...tools.keys()]);
    const notify: Notify = (progress) =>
      mcpReq.notify({ method: 'notifications/progress', params: progress });
    const progress = progressFor(mcpReq._meta?.progressToken, notify);
    const consent = {
      canAsk: canAsk(capabilitiesIn(mcpReq.envelope) ?? server.getClientCapabilities()),
      said: mcpReq.inputResponses,
      state: mcpReq.requestState(),
    };
    return await running.run(mcpReq.signal, (signal) =>
      callTool(found.operation, found.tool, params.arguments ?? {}, {
        session,
        signal,
        progress,
        consent,
      }),
    );
  });
}

/** Clients since 2026-07-28 say with each request what they can; earlier ones said it once. */
const capabilitiesIn = (envelope: object | undefined): unknown =>
  Object.entries(envelope ?? {}).find(([key]) => key === CLIENT_CAPABILITIES_META_KEY)?.[1];

/** Whether the client can put a form before its user; before there were kinds, {} meant forms. */
function canAsk(capabilities: unknown): boolean {
  const elicitation =
    typeof capabilities === 'object' && capabilities !== null && 'elicitation' in capabilities
      ? capabilities.elicitation
      : undefined;
  if (typeof elicitation !== 'object' || elicitation === null) return false;
  return 'form' in elicitation || !('url' in elicitation);
}

const unknownTool = (name: string, known: readonly string[]) => ({
  content: [
    {
      type: 'text' as const,
      text: `error: There is no tool ${name}.\nhint: There are ${known.join(', ')}.`,
    },
  ],
  isError: true,
});
