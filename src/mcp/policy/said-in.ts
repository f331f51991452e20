import { BbxError } from '../../core/errors.ts';
import type { McpKey } from '../../core/settings/mcp-settings.ts';
import type { ConfirmMode } from './policy.ts';

/** What an operator has said in one place, its texts not looked into yet. */
export interface SaidIn {
  readonly readOnly?: boolean | undefined;
  readonly tools?: readonly string[] | undefined;
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  readonly pin: readonly string[];
  readonly noMerge?: boolean | undefined;
  readonly noDelete?: boolean | undefined;
  readonly confirm?: ConfirmMode | undefined;
  /** What a key is called there: "--deny", "BBX_MCP_DENY", "mcp.deny". */
  readonly nameOf: (key: McpKey) => string;
  /** And where that is: " of bbx mcp", "", " in /home/ada/.config/bbx/config.json". */
  readonly where: string;
}

const MODES: readonly ConfirmMode[] = ['always', 'destructive', 'never'];

/**
 * Reads how much is confirmed.
 * @param name what to call it in an error
 * @throws BbxError USAGE
 */
export function confirmMode(text: string, name: string): ConfirmMode {
  const found = MODES.find((mode) => mode === text.trim().toLowerCase());
  if (found) return found;
  throw unusable(name, text, `It takes ${MODES.join(', ')}.`);
}

export const unusable = (name: string, text: string, hint: string): BbxError =>
  new BbxError('USAGE', `${name} cannot be ${JSON.stringify(text.slice(0, 80))}.`, { hint });
