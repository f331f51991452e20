import type { CallToolResult, InputRequiredResult } from '@modelcontextprotocol/server';
import type { Context, Progress } from '../core/context.ts';
import { createContext } from '../core/create-context.ts';
import { currentFolder } from '../core/current-folder.ts';
import type { Operation } from '../core/operation.ts';
import { checkFilter } from '../core/output/filter.ts';
import { sanitizeForModel } from '../core/output/sanitize.ts';
import { answerText } from './answers/answer-text.ts';
import { BY_OTHERS } from './answers/by-others.ts';
import { keptNumber } from './answers/kept-number.ts';
import { keptText } from './answers/kept-text.ts';
import { checkExpression } from './answers/line-search.ts';
import type { Reader } from './answers/reader.ts';
import type { TextWithRemarks } from './answers/text-with-remarks.ts';
import type { Consent, Outcome } from './confirm/confirmed.ts';
import { isConfirmed } from './confirm/plan-to-confirm.ts';
import { errorText } from './error-text.ts';
import { endpointsAnswer, isOurs } from './guidance/endpoints-path.ts';
import { readArguments, type ToolArguments } from './read-arguments.ts';
import type { Log } from './serve-logging.ts';
import type { Session } from './session.ts';
import type { Tool } from './tool-for.ts';

/** What one call brings along. */
export interface Call {
  readonly session: Session;
  readonly signal: AbortSignal;
  /** The tool that reads on in long answers. */
  readonly reader: string;
  readonly progress: (progress: Progress) => void;
  /** How its client can ask its user. */
  readonly ask: Consent['ask'];
  readonly log: Log;
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
    const number = tool.name === call.reader ? keptNumber(asked.input.path) : undefined;
    if (number !== undefined) {
      return asResult(await keptText(session.answers, number, asked, call.signal));
    }
    if (asked.jq !== undefined) await checkFilter(asked.jq);
    if (asked.grep !== undefined) checkExpression(asked.grep);
    const notes: string[] = [];
    const note = (text: string) => {
      notes.push(text);
      call.log.note(text);
    };
    const context = createContext({
      ...call,
      trace: call.log.trace,
      permit: session.policy.permit,
      permitClone: session.policy.permitClone,
      config: { ...(await session.load()), repository: repositoryIn(asked.input) },
      cwd: currentFolder(),
      note,
    });
    // The catalogue needs no request: no rule is about it.
    const found = tool.name === 'bb_get' ? await endpointsAnswer(asked.input, context) : undefined;
    if (!found) await session.policy.checkCall(operation, asked.input, context);
    const outcome: Outcome = found
      ? { kind: 'done', answer: found }
      : await outcomeOf(operation, asked, context, call);
    if (outcome.kind === 'ask') return outcome.result;
    const reader = readerFor(operation, tool, asked, call);
    if (outcome.kind === 'shown') {
      return await previewed(operation, tool, asked, outcome, reader, notes);
    }
    const { answer } = outcome;
    const { text, remarks } = await answerText(answer, asked, operation, reader);
    const problem = answer.kind === 'data' ? answer.problem : undefined;
    const failed = problem && errorText(problem, tool);
    const ours = tool.name === 'bb_get' && isOurs(asked.input);
    const said = [...notes, ...remarks, failed]
      .filter((line) => line !== undefined)
      .filter((line) => !ours || line !== BY_OTHERS);
    return { ...asResult({ text, remarks: said }), ...(problem && { isError: true }) };
  } catch (error) {
    return { content: [asContent(sanitizeForModel(errorText(error, tool)))], isError: true };
  }
}

/** Does what was asked for; what somebody has to agree to is shown first, and done when they do. */
async function outcomeOf(
  operation: Operation,
  { input, digest, dryRun }: ToolArguments,
  context: Context,
  { session: { policy, tickets }, ask }: Call,
): Promise<Outcome> {
  const { preview, run } = operation;
  if (dryRun && preview) return { kind: 'done', answer: await preview(input, context) };
  if (!isConfirmed(operation, policy.confirm)) {
    return { kind: 'done', answer: await run(input, context) };
  }
  const { confirmed } = await import('./confirm/confirmed.ts');
  return await confirmed({ operation, input, context, policy, tickets }, { digest, ask });
}

/** What waits for its digest, with all that it would do: neither a filter nor brevity hides any of it. */
async function previewed(
  operation: Operation,
  tool: Tool,
  asked: ToolArguments,
  { preview, remark, problem }: Extract<Outcome, { kind: 'shown' }>,
  reader: Reader,
  notes: readonly string[],
): Promise<CallToolResult> {
  const whole = { ...asked, jq: undefined, full: true };
  const again = { ...reader, anew: `Call ${tool.name} again, without digest.` };
  const brief = preview.kind === 'data' ? preview.brief : undefined;
  const short = brief?.tellsAll ? brief : undefined;
  const shown = short ? { kind: 'data' as const, data: short.data } : preview;
  const { text, remarks } = await answerText(shown, whole, operation, again);
  const left = short ? [`Left out: ${short.omitted.join(', ')}.`] : [];
  const said = sanitizeForModel([...notes, remark, ...left, ...remarks].join('\n'));
  const why = problem && sanitizeForModel(errorText(problem, tool));
  return {
    content: [why ?? '', text, said].filter(Boolean).map(asContent),
    ...(problem && { isError: true }),
  };
}

/** The repository that a call is about, where it is about one. */
const repositoryIn = ({ repo }: Readonly<Record<string, unknown>>) =>
  typeof repo === 'string' ? repo : undefined;

function readerFor(
  operation: Operation,
  tool: Tool,
  asked: ToolArguments,
  { session: { answers }, reader, signal }: Call,
): Reader {
  return { answers, tool: reader, anew: anew(operation, tool, asked), signal };
}

/** Characters of a query that is said again: a model knows a longer one from its own call. */
const LONGEST_QUERY = 300;

/** How an answer can be had once more; what was written has to be read instead. */
function anew(
  { effect }: Operation,
  tool: Tool,
  { input: { path, queryParams } }: ToolArguments,
): string {
  const named = typeof path === 'string' ? ` with path ${JSON.stringify(path)}` : '';
  if (effect !== 'read') return 'Read what was written, and do not repeat the call.';
  const query = queryParams === undefined ? '' : JSON.stringify(queryParams);
  const asked =
    query.length > 2 && query.length <= LONGEST_QUERY ? ` and queryParams ${query}` : '';
  return `Call ${tool.name}${named}${asked} again.`;
}

/** The first part is the answer and nothing else. Some model APIs refuse a part without a word. */
function asResult({ text, remarks }: TextWithRemarks): CallToolResult {
  const said = sanitizeForModel(remarks.filter(Boolean).join('\n'));
  return { content: [text || 'Empty: 0 bytes.', said].filter(Boolean).map(asContent) };
}

const asContent = (text: string) => ({ type: 'text' as const, text });
