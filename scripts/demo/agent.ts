import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import type { Stage } from './stage.ts';

/** An agent's side: a real MCP client, and `bbx mcp` behind it. */
export interface Agent {
  readonly protocol: string;
  /** Names of the tools, and what their list costs. */
  readonly tools: { readonly names: readonly string[]; readonly tokens: number };
  readonly call: (name: string, given: Record<string, unknown>) => Promise<Said>;
  readonly close: () => Promise<void>;
}

export interface Said {
  readonly text: string;
  /** What the text costs a model, in o200k tokens. */
  readonly tokens: number;
  readonly isError: boolean;
}

/** Connects as a client of today does: it asks for the newest protocol first. */
export async function connectAgent(stage: Stage, signal: AbortSignal): Promise<Agent> {
  const transport = new StdioClientTransport({
    command: 'bbx',
    args: ['mcp'],
    env: stage.env,
    cwd: stage.folder,
  });
  const client = new Client(
    { name: 'bbx-demo', version: '1' },
    { versionNegotiation: { mode: 'auto' } },
  );
  signal.throwIfAborted();
  await client.connect(transport);
  const { tools } = await client.listTools({}, { signal }).catch(async (error: unknown) => {
    await client.close();
    throw error;
  });
  return {
    protocol: client.getNegotiatedProtocolVersion() ?? 'unknown',
    tools: { names: tools.map(({ name }) => name), tokens: countTokens(JSON.stringify({ tools })) },
    call: async (name, given) => {
      const { content, isError } = await client.callTool({ name, arguments: given }, { signal });
      const text = content.flatMap((part) => (part.type === 'text' ? part.text : [])).join('\n');
      return { text, tokens: countTokens(text), isError: isError === true };
    },
    close: () => client.close(),
  };
}
