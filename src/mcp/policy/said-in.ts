import { BbxError } from '../../core/errors.ts';
import type { McpKey } from '../../core/settings/mcp-settings.ts';
import type { ConfirmMode } from './policy.ts';

/** What an operator has said in one place, its texts not looked into yet. */
export interface SaidIn {
  readonly readOnly?: boolean | undefined;
  readonly tools?: readonly string[] | undefined;
  /** Undefined where none is given; an empty list was given, and forbids nobody knows what. */
  readonly allow: readonly string[] | undefined;
  readonly deny: readonly string[] | undefined;
  readonly pin: readonly string[] | undefined;
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
