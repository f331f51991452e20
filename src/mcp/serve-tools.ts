import { ProtocolError, ProtocolErrorCode, type Server } from '@modelcontextprotocol/server';
import type { Operation } from '../core/operation.ts';
import { bbRead } from './answers/bb-read.ts';
import { howToAsk } from './confirm/how-to-ask.ts';
import { noCursor } from './guidance/no-cursor.ts';
import { isServedBy } from './policy/served-by.ts';
import { progressOf } from './progress-for.ts';
import type { LogFor } from './serve-logging.ts';
import type { Session } from './session.ts';
import { READERS, type Tool, toolFor } from './tool-for.ts';

interface Served {
  readonly operation: Operation;
  readonly tool: Tool;
}

/** Answers tools/list and tools/call. */
export function serveTools(server: Server, session: Session, logFor: LogFor): void {
  const { operations, policy, running, scopes } = session;
  const tools = new Map<string, Served>();
  for (const operation of operations) {
    const tool = toolFor(operation, session.policy);
    tools.set(tool.name, { operation, tool });
  }
  const [both, only] = READERS;
  // A tool that the operator refuses cannot read on in the answers of others.
  const found = tools.get(both);
  const reader = found && !policy.refusesTool(found.operation) ? both : only;
  if (reader === only) tools.set(only, { operation: bbRead, tool: toolFor(bbRead) });
  let granted: readonly string[] | undefined;
  const listed = () =>
    [...tools.values()].filter(
      ({ operation }) =>
        policy.refusesTool(operation) === undefined &&
        (granted === undefined || isServedBy(granted, operation)),
    );
  server.setRequestHandler('tools/list', async ({ params }, { mcpReq }) => {
    noCursor(params?.cursor);
    granted = await running.run(mcpReq.signal, () => scopes.known(SCOPES_TIME));
    // The first call follows soon, and finds it loaded.
    setImmediate(() => void loadCalls());
    return { tools: listed().map(({ tool }) => tool) };
  });
  // A client that is gone, or that has not asked to be told, needs no such word.
  scopes.onLate(() => server.sendToolListChanged().catch(() => undefined));
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    const { mcpReq } = context;
    const found = tools.get(params.name);
    if (!found) throw await unknownTool(params.name, listed());
    const ask = howToAsk(server, context);
    return await running.run(mcpReq.signal, async (signal) => {
      const { callTool } = await loadCalls();
      return await callTool(found.operation, found.tool, params.arguments ?? {}, {
        session,
        signal,
        reader,
        progress: progressOf(mcpReq),
        log: logFor(mcpReq),
        ask,
      });
    });
  });
}

/** What calls need is much, and a list needs nothing of it. */
const loadCalls = () => import('./call-tool.ts');

/**
 * Milliseconds that a client waits for its list, until it is known what the token is good for; less
 * than running calls have once the input has ended.
 */
const SCOPES_TIME = 500;

/** A fault of the request, as the protocol has it; its message is what a model reads. */
async function unknownTool(name: string, known: readonly Served[]): Promise<ProtocolError> {
  const { sanitizeForModel } = await import('../core/output/sanitize.ts');
  const shown = sanitizeForModel(JSON.stringify(name.slice(0, LONGEST_NAME)));
  const names = known.map(({ tool }) => tool.name).join(', ') || 'none';
  return new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    `There is no tool ${shown}. There are: ${names}.`,
  );
}

/** Characters of a name that is repeated. */
const LONGEST_NAME = 80;
