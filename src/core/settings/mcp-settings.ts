import { BbxError } from '../errors.ts';
import type { McpSettings, Settings } from './settings.ts';
import { type SettingsPlace, settingsFile } from './settings-file.ts';
import { updateSettings } from './update-settings.ts';

/** The settings of `bbx mcp`, as people name them: mcp.read_only and so on. */
export const MCP_KEYS = [
  'read_only',
  'tools',
  'allow',
  'deny',
  'pin',
  'no_merge',
  'no_delete',
  'confirm',
] as const;

export type McpKey = (typeof MCP_KEYS)[number];

/** The key that somebody typed as mcp.KEY; a dash counts as an underscore. Undefined for any other. */
export function mcpKey(typed: string): McpKey | undefined {
  const name = typed.trim().toLowerCase().replaceAll('-', '_');
  return MCP_KEYS.find((key) => name === `mcp.${key}`);
}

/** Several names in one text, parted by commas, spaces or lines. */
export const namesIn = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** Several rules in one text, parted by lines or by the commas behind paths. */
export const rulesIn = (text: string): string[] =>
  text
    .split(/\n|(?<=\/[^\s,]*)\s*,/)
    .map((rule) => rule.trim())
    .filter(Boolean);

/**
 * Reads what somebody typed as the value of a key.
 * @throws BbxError USAGE where it cannot be one; what a rule says is not looked into
 */
export function readMcpSetting(key: McpKey, text: string): McpSettings {
  const said = text.trim();
  if (key === 'allow' || key === 'deny') return { [key]: rulesIn(said) };
  if (key === 'tools' || key === 'pin') return { [key]: namesIn(said) };
  const options = key === 'confirm' ? MODES : ['true', 'false'];
  const value = options.find((option) => option === said.toLowerCase());
  if (value !== undefined) return { [key]: key === 'confirm' ? value : value === 'true' };
  throw new BbxError(
    'USAGE',
    `mcp.${key} cannot be set: it is not ${JSON.stringify(said.slice(0, 40))}.`,
    { hint: `One of: ${options.join(', ')}.` },
  );
}

const MODES = ['always', 'destructive', 'never'];

/**
 * Keeps a setting of `bbx mcp`, or removes it where nothing is given.
 * @throws BbxError FILE as updateSettings
 */
export async function keepMcpSetting(
  place: SettingsPlace,
  key: McpKey,
  value: McpSettings | undefined,
): Promise<void> {
  await updateSettings(place, ({ mcp = {}, ...others }) => {
    const { [key]: _, ...left } = mcp;
    const next = { ...left, ...value };
    return Object.keys(next).length === 0 ? others : { ...others, mcp: next };
  });
}

/** A setting of `bbx mcp` as it stands in the file; what else restricts its agents is not told here. */
export function mcpSettingValue(key: McpKey, { mcp = {} }: Settings, place: SettingsPlace) {
  const value = mcp[key];
  const kept = value !== undefined;
  return {
    key: `mcp.${key}`,
    value: kept ? (Array.isArray(value) ? value.join(', ') : String(value)) : null,
    from: kept ? ('settings' as const) : ('default' as const),
    where: kept ? (settingsFile(place) ?? null) : null,
  };
}
