import { boundedWords } from '../core/bounded-words.ts';
import { BbxError } from '../core/errors.ts';
import { writeError } from '../core/output/terminal.ts';

export interface ReportOptions {
  /** As one JSON object, for a program. */
  readonly json: boolean;
  /** With the stack of what is no BbxError. */
  readonly debug: boolean;
}

/** Says on stderr what went wrong and what to do, and sets the exit code. */
export async function reportError(error: unknown, { json, debug }: ReportOptions): Promise<void> {
  const known = error instanceof BbxError ? error : internal(error);
  process.exitCode = known.exitCode;
  writeError(json ? await asJson(known) : await asText(known));
  if (debug) writeError(`${stackOf(error)}\n`);
}

/** The same document, in which a terminal finds nothing to obey or to hide. */
async function asJson(error: BbxError): Promise<string> {
  const { escapeUnsafe } = await import('../core/output/json.ts');
  return `${escapeUnsafe(JSON.stringify(error))}\n`;
}

/** Bounded again: what is made visible takes more room than it did. */
async function asText(error: BbxError): Promise<string> {
  const { sanitizeForTerminal } = await import('../core/output/sanitize.ts');
  const { message, hint } = boundedWords(
    sanitizeForTerminal(error.message),
    error.hint && sanitizeForTerminal(error.hint),
  );
  return `error: ${message}\n${hint ? `hint: ${hint}\n` : ''}`;
}

const internal = (error: unknown) =>
  new BbxError(
    'INTERNAL',
    `bbx has a fault: ${error instanceof Error ? error.message : String(error)}`,
    {
      hint: 'Run it again with --debug and report what it prints.',
      cause: error,
    },
  );

const stackOf = (error: unknown) => (error instanceof Error ? error.stack : String(error));
