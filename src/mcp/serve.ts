import { Server } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Config } from '../core/config.ts';
import type { Progress } from '../core/context.ts';
import type { Operation } from '../core/operation.ts';
import { VERSION } from '../core/version.ts';
import { callTool } from './call-tool.ts';
import { instructions } from './instructions.ts';
import { toolFor } from './tool-for.ts';

/** Serves operations over stdio until the client leaves. Nothing else may write to stdout then. */
export async function serve(operations: readonly Operation[], config: Config): Promise<void> {
  const words = await instructions(config);
  const handle = serveStdio(() => createServer(operations, config, words));
  const leave = async () => {
    await handle.close();
    process.exit(0);
  };
  process.once('SIGINT', leave);
  process.once('SIGTERM', leave);
  process.stdin.once('end', leave);
  process.stdin.once('close', leave);
  process.stdout.once('error', leave);
}

function createServer(operations: readonly Operation[], config: Config, words: string): Server {
  const server = new Server(
    { name: 'bbx', version: VERSION },
    { capabilities: { tools: {} }, instructions: words },
  );
  const tools = new Map(
    operations.map((operation) => [
      toolFor(operation).name,
      { operation, tool: toolFor(operation) },
    ]),
  );
  server.setRequestHandler('tools/list', () => ({
    tools: [...tools.values()].map(({ tool }) => tool),
  }));
  server.setRequestHandler('tools/call', async ({ params }, { mcpReq }) => {
    const found = tools.get(params.name);
    if (!found) return unknownTool(params.name, [...tools.keys()]);
    const token = mcpReq._meta?.progressToken;
    let count = 0;
    const progress = ({ label, done, total }: Progress) => {
      if (token === undefined) return;
      count = Math.max(count + 1, done ?? 0);
      const known = total === undefined ? {} : { total };
      const params = { progressToken: token, progress: count, message: label, ...known };
      void mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
    };
    return await callTool(found.operation, found.tool, params.arguments ?? {}, {
      config,
      signal: mcpReq.signal,
      progress,
    });
  });
  return server;
}

const unknownTool = (name: string, known: readonly string[]) => ({
  content: [
    {
      type: 'text' as const,
      text: `error: there is no tool ${name}\nhint: there are ${known.join(', ')}.`,
    },
  ],
  isError: true,
});
