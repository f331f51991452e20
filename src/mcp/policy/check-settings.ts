import type { McpSettings } from '../../core/settings/settings.ts';
import { operationsOf } from '../../operations/registry.ts';
import { combine } from './combine.ts';
import { saidInSettings } from './said-in-settings.ts';

/**
 * Tries what is about to become a setting of `bbx mcp`.
 * @throws BbxError USAGE for a rule, a pin or a group of tools that would stop the server's start
 */
export async function checkPolicySettings(mcp: McpSettings): Promise<void> {
  combine([saidInSettings(mcp, '')]);
  if (mcp.tools !== undefined) await operationsOf(mcp.tools);
}
