import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import * as z from 'zod/mini';
import { type Program, startServer } from './spawned.ts';

/** What an agent pays, in o200k tokens. */
export interface Tokens {
  /** The list of tools, once per conversation. */
  readonly tools: number;
  /** 20 pull requests, asked for by path alone. */
  readonly list: number;
}

const Called = z.object({ content: z.array(z.object({ text: z.optional(z.string()) })) });

/** Asks a server for both and counts. */
export async function countServer(program: Program, path: string): Promise<Tokens> {
  const server = await startServer(program);
  const tools = await server.request('tools/list', {});
  const query = { pagelen: '20' };
  const called = await server.request('tools/call', {
    name: 'bb_get',
    arguments: { path, queryParams: query },
  });
  await server.close();
  const text = Called.parse(called).content.map((part) => part.text ?? '');
  return { tools: countTokens(JSON.stringify(tools)), list: countTokens(text.join('\n')) };
}
