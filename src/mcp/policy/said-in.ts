import { BbxError } from '../../core/errors.ts';
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
  readonly nameOf: (key: PolicyKey) => string;
  /** And where that is: " of bbx mcp", "", " in /home/ada/.config/bbx/config.json". */
  readonly where: string;
}

export type PolicyKey =
  | 'read_only'
  | 'tools'
  | 'allow'
  | 'deny'
  | 'pin'
  | 'no_merge'
  | 'no_delete'
  | 'confirm';

export const POLICY_KEYS: readonly PolicyKey[] = [
  ...(['read_only', 'tools', 'allow', 'deny', 'pin'] as const),
  ...(['no_merge', 'no_delete', 'confirm'] as const),
];

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

/** Several names in one text, parted by commas, spaces or lines. */
export const namesIn = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** Several rules in one text, parted by lines or by the commas behind paths. */
export const rulesIn = (text: string): string[] =>
  text
    .split(/\n|(?<=\/[^\s,]*)\s*,/)
    .map((rule) => rule.trim())
    .filter(Boolean);

export const unusable = (name: string, text: string, hint: string): BbxError =>
  new BbxError('USAGE', `${name} cannot be ${JSON.stringify(text.slice(0, 80))}.`, { hint });
