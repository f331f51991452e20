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
  const { sanitizeForTerminal } = await import('../core/output/sanitize.ts');
  const known = error instanceof BbxError ? error : internal(error);
  process.exitCode = known.exitCode;
  if (json) writeError(`${JSON.stringify(known)}\n`);
  else {
    const hint = known.hint ? `hint: ${known.hint}\n` : '';
    writeError(sanitizeForTerminal(`error: ${known.message}\n${hint}`));
  }
  if (debug) writeError(`${stackOf(error)}\n`);
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
