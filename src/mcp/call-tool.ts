import type { CallToolResult, InputRequiredResult } from '@modelcontextprotocol/server';
import type { Answer } from '../core/answer.ts';
import type { Context, Progress } from '../core/context.ts';
import { createContext } from '../core/create-context.ts';
import { currentFolder } from '../core/current-folder.ts';
import { BbxError } from '../core/errors.ts';
import type { Operation } from '../core/operation.ts';
import { checkFilter } from '../core/output/filter.ts';
import { sanitizeForModel } from '../core/output/sanitize.ts';
import { agentWords } from './agent-words.ts';
import { answerText } from './answers/answer-text.ts';
import type { Consent } from './confirmation.ts';
import { accepted, readArguments, type ToolArguments } from './read-arguments.ts';
import type { Session } from './session.ts';
import { isConfirmed, type Tool } from './tool-for.ts';

/** What one call brings along. */
export interface Call {
  readonly session: Session;
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
  /** How it may be confirmed, besides by its digest. */
  readonly consent: Omit<Consent, 'digest'>;
}

/** Runs an operation for an agent. What goes wrong is an answer too, which the model can act on. */
export async function callTool(
  operation: Operation,
  tool: Tool,
  given: Readonly<Record<string, unknown>>,
  call: Call,
): Promise<CallToolResult | InputRequiredResult> {
  const { session } = call;
  try {
    const refused = session.policy.refusesTool(operation);
    if (refused) throw refused;
    const asked = readArguments(operation, tool, given);
    if (asked.jq !== undefined) await checkFilter(asked.jq);
    const notes: string[] = [];
    const note = (text: string) => notes.push(text);
    const context = createContext({
      ...call,
      permit: session.policy.permit,
      config: { ...(await session.load()), repository: repositoryIn(asked.input) },
      cwd: currentFolder(),
      note,
    });
    const done = await outcome(operation, asked, context, call.consent);
    if ('resultType' in done) return done;
    const { answer } = done;
    if (done.remark !== undefined) notes.push(done.remark);
    const waits = done.remark !== undefined;
    const { text, remarks } = await answerText(answer, asked, operation, waits);
    const problem = answer.kind === 'data' ? answer.problem : undefined;
    const failed = problem && errorText(problem, tool);
    const said = [...notes, ...remarks, failed].filter(Boolean).join('\n');
    // The first part is the answer and nothing else. Some model APIs refuse a part without a word.
    return {
      content: [text || 'Empty: 0 bytes.', sanitizeForModel(said)].filter(Boolean).map(asContent),
      ...(problem && { isError: true }),
    };
  } catch (error) {
    return { content: [asContent(sanitizeForModel(errorText(error, tool)))], isError: true };
  }
}

interface Done {
  readonly answer: Answer;
  readonly remark?: string;
}

/** Does what was asked for; work that destroys is shown first, and done when it is confirmed. */
async function outcome(
  operation: Operation,
  { input, digest, dryRun }: ToolArguments,
  context: Context,
  consent: Omit<Consent, 'digest'>,
): Promise<Done | InputRequiredResult> {
  const { plan, preview, run } = operation;
  if (dryRun && preview) return { answer: await preview(input, context) };
  if (!plan || !isConfirmed(operation)) return { answer: await run(input, context) };
  const planned = await plan(input, context);
  const { confirmation } = await import('./confirmation.ts');
  const verdict = await confirmation(planned, { ...consent, digest });
  if (verdict.kind === 'ask') return verdict.result;
  if (verdict.kind === 'show') return { answer: verdict.preview, remark: verdict.remark };
  return { answer: await planned.perform() };
}

/** The repository that a call is about, where it is about one. */
const repositoryIn = ({ repo }: Readonly<Record<string, unknown>>) =>
  typeof repo === 'string' ? repo : undefined;

const asContent = (text: string) => ({ type: 'text' as const, text });

function errorText(error: unknown, tool: Tool): string {
  if (!(error instanceof BbxError)) {
    return `error: bbx has a fault: ${error instanceof Error ? error.message : String(error)}`;
  }
  const names = Object.keys(tool.inputSchema.properties);
  const message = agentWords(error.message, names);
  const { hint } = error;
  if (hint === undefined) return `error: ${message}`;
  // The operation's own list also has what only the terminal takes.
  const said = hint.startsWith('Accepted: ') ? accepted(tool) : agentWords(hint, names);
  return `error: ${message}\nhint: ${said}`;
}
