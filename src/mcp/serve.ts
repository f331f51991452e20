import { CLIENT_CAPABILITIES_META_KEY, Server } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Config } from '../core/config.ts';
import type { Operation } from '../core/operation.ts';
import { writeError, writeOut } from '../core/output/terminal.ts';
import { VERSION } from '../core/version.ts';
import { callTool } from './call-tool.ts';
import { instructions } from './instructions.ts';
import { messageLines } from './message-lines.ts';
import { type Notify, progressFor } from './progress-for.ts';
import { RunningCalls } from './running-calls.ts';
import { type Tool, toolFor } from './tool-for.ts';

/**
 * Serves operations over stdio until the client leaves (by closing stdin, SIGINT or SIGTERM), then
 * ends the process with 0. Where the connection breaks of its own (a message beyond all measure),
 * stderr has the reason and the process ends with 1. Nothing else may write to stdout meanwhile.
 */
export async function serve(
  operations: readonly Operation[],
  load: () => Promise<Config>,
): Promise<void> {
  const running = new RunningCalls();
  // Begun before the client has asked, and awaited when it has.
  const words = instructions(load, process.cwd());
  const input = messageLines({ longest: LONGEST, answer: writeOut });
  const transport = new StdioServerTransport(
    process.stdin.pipe(input, { end: false }),
    process.stdout,
    // Lines come measured; a replacement for a byte that is no UTF-8 has three bytes.
    { maxBufferSize: 3 * LONGEST + 1 },
  );
  const factory = async () => createServer(operations, load, await words, running);
  const leave = async () => {
    await running.stop();
    await handle.close().catch(() => undefined);
    process.exit(0);
  };
  const fail = async (error: Error) => {
    writeError(`bbx mcp cannot go on: ${error.message}.\n`);
    await running.stop();
    process.exit(1);
  };
  // Before those of the transport, which closes itself at an error: a client that is gone is none.
  process.stdout.once('error', leave);
  input.once('error', fail);
  const handle = serveStdio(factory, { transport });
  // The transport answers nothing once its input has ended, so the end reaches it last.
  const drain = async () => {
    await words;
    await new Promise((resolve) => setTimeout(resolve, UNREAD));
    await running.finish();
    await leave();
  };
  process.once('SIGINT', leave);
  process.once('SIGTERM', leave);
  process.once('SIGHUP', leave);
  process.stdin.once('end', drain);
  process.stdin.once('close', drain);
  process.stdin.once('error', leave);
}

/**
 * Bytes of the longest message. The SDK's own measure is 10 MiB, which a file in the body of a call
 * can exceed.
 */
const LONGEST = 64 * 1024 * 1024;

/** Milliseconds for what was read before the end of the input to be taken up. */
const UNREAD = 100;

interface Served {
  readonly operation: Operation;
  readonly tool: Tool;
}

function createServer(
  operations: readonly Operation[],
  load: () => Promise<Config>,
  words: string,
  running: RunningCalls,
): Server {
  const server = new Server(
    { name: 'bbx', version: VERSION },
    { capabilities: { tools: {} }, instructions: words },
  );
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
        load,
        signal,
        progress,
        consent,
      }),
    );
  });
  return server;
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
