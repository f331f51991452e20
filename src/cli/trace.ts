import { credentials } from '../core/auth/credentials.ts';
import { redact, secretsOf } from '../core/auth/redact.ts';
import type { Config } from '../core/config.ts';
import { sanitizeForTerminal } from '../core/output/sanitize.ts';
import { writeError } from '../core/output/terminal.ts';

/**
 * What --debug writes with: lines on stderr in which the token is masked in every form, wherever
 * it came from (a query, a header of the caller, an answer), and no control character is left.
 */
export async function openTrace(config: Config): Promise<(line: string) => void> {
  // Without credentials nothing is sent, and the request itself says so.
  const secrets = await credentials(config).then(secretsOf, () => []);
  return (line) => writeError(`${sanitizeForTerminal(redact(line, secrets))}\n`);
}
