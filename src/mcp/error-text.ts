import { isUnsent } from '../core/client/network-error.ts';
import { BbxError, type ErrorCode } from '../core/errors.ts';
import { agentWords } from './agent-words.ts';
import { BY_OTHERS, holdsProse } from './answers/by-others.ts';
import { accepted } from './read-arguments.ts';
import type { Tool } from './tool-for.ts';

/** What may have been done when an answer is lost, however that was noticed. */
const LOSSES: readonly ErrorCode[] = ['NETWORK', 'TIMEOUT', 'UNAVAILABLE'];

/**
 * Says an error to a model: what is wrong, what to do, and in a last line what a program needs to
 * decide: its code, and whether the same call may succeed later.
 * @param tool that was called; without one nothing of it is said
 */
export function errorText(error: unknown, tool?: Tool): string {
  if (!(error instanceof BbxError)) {
    const words = error instanceof Error ? error.message : String(error);
    return `error: bbx has a fault: ${words}\ncode: INTERNAL; retryable: no`;
  }
  const names = Object.keys(tool?.inputSchema.properties ?? {});
  const lines = [`error: ${agentWords(quoted(error), names)}`];
  if (error.hint !== undefined) {
    // The operation's own list also has what only the terminal takes.
    const own = tool !== undefined && error.hint.startsWith('Accepted: ');
    lines.push(`hint: ${own ? accepted(tool) : agentWords(error.hint, names)}`);
  }
  if (isForeign(error)) lines.push(BY_OTHERS);
  lines.push(`code: ${error.code}; retryable: ${retryable(error, tool)}`);
  return lines.map(unforged).join('\n');
}

const isForeign = ({ server }: BbxError) => holdsProse(server);

/** The server's words stand in quotes that they cannot end, so that nobody takes them for bbx's. */
function quoted(error: BbxError): string {
  const { message, server } = error;
  if (server === undefined || !isForeign(error)) return message;
  return message.replace(server, () => `"${server.replaceAll('"', "'")}"`);
}

/** What an error quotes has no lines that look like those of the error itself. */
const unforged = (line: string) =>
  line.replace(/[\r\n\u0085\u2028\u2029]+\s*(?=(error|hint|code):)/gi, ' ');

function retryable(error: BbxError, tool: Tool | undefined): string {
  const { code, retryAfter, final } = error;
  const wait = retryAfter === undefined ? '' : `, in ${retryAfter} s`;
  if (code === 'PENDING') return 'yes, later';
  if (final || (code !== 'RATE_LIMITED' && !LOSSES.includes(code))) return 'no';
  const repeats = tool === undefined || tool.annotations.idempotentHint === true;
  // What was refused or never sent had no effect; but a job of several requests may have done some.
  const isUndone = code === 'RATE_LIMITED' || isUnsent(error);
  const isNothingDone = isUndone && tool !== undefined && isOneRequest(tool);
  return repeats || isNothingDone ? `yes${wait}` : `look first whether it was done${wait}`;
}

/** The generic tools send what they are told, once. */
const isOneRequest = ({ inputSchema }: Tool) => 'queryParams' in inputSchema.properties;
