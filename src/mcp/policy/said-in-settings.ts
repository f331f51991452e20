import { BbxError } from '../../core/errors.ts';
import { MCP_KEYS } from '../../core/settings/mcp-settings.ts';
import type { McpSettings } from '../../core/settings/settings.ts';
import type { SaidIn } from './said-in.ts';

/**
 * What the key `mcp` of the settings says.
 * @param file where they stand
 * @throws BbxError FILE for a key that there is not
 */
export function saidInSettings(mcp: McpSettings, file: string): SaidIn {
  const stray = Object.keys(mcp).find((key) => !MCP_KEYS.some((known) => known === key));
  if (stray !== undefined) {
    throw new BbxError('FILE', `${file} is not usable: there is no mcp.${stray.slice(0, 60)}.`, {
      hint: `There are ${MCP_KEYS.join(', ')}. The server does not start while one is misspelt, since it may be meant to forbid something.`,
    });
  }
  return {
    readOnly: mcp.read_only,
    tools: mcp.tools,
    allow: mcp.allow,
    deny: mcp.deny,
    pin: mcp.pin,
    noMerge: mcp.no_merge,
    noDelete: mcp.no_delete,
    confirm: mcp.confirm,
    nameOf: (key) => `mcp.${key}`,
    where: file === '' ? '' : ` in ${file}`,
  };
}
