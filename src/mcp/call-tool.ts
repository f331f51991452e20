import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Config } from '../core/config.ts';
import type { Progress } from '../core/context.ts';
import { createContext } from '../core/create-context.ts';
import { BbxError } from '../core/errors.ts';
import type { Operation } from '../core/operation.ts';
import { checkFilter } from '../core/output/filter.ts';
import { answerText } from './answer-text.ts';
import { readArguments } from './read-arguments.ts';
import type { Tool } from './tool-for.ts';

/** What one call brings along. */
export interface Call {
  readonly config: Config;
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
}

/** Runs an operation for an agent. What goes wrong is an answer too, which the model can act on. */
export async function callTool(
  operation: Operation,
  tool: Tool,
  given: Readonly<Record<string, unknown>>,
  call: Call,
): Promise<CallToolResult> {
  try {
    const asked = readArguments(operation, tool, given);
    if (asked.jq !== undefined) await checkFilter(asked.jq);
    const notes: string[] = [];
    const context = createContext({
      ...call,
      cwd: process.cwd(),
      note: (note) => notes.push(note),
    });
    const { text, remarks } = await answerText(await operation.run(asked.input, context), asked);
    return {
      content: [text, [...notes, ...remarks].join('\n')]
        .filter((part) => part !== '')
        .map(asContent),
    };
  } catch (error) {
    return { content: [asContent(errorText(error))], isError: true };
  }
}

const asContent = (text: string) => ({ type: 'text' as const, text });

function errorText(error: unknown): string {
  if (!(error instanceof BbxError)) {
    return `error: bbx has a fault: ${error instanceof Error ? error.message : String(error)}`;
  }
  return [`error: ${error.message}`, ...(error.hint ? [`hint: ${error.hint}`] : [])].join('\n');
}
