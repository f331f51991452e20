import { distance } from '../catalogue/distance.ts';
import { BbxError } from '../errors.ts';
import { MCP_KEYS } from './mcp-settings.ts';

/** The settings that people change by name, and the current profile. */
export const SETTING_KEYS = [
  'profile',
  'workspace',
  'output',
  'ca_file',
  'proxy',
  'editor',
  'pager',
  'keep',
] as const;

export type SettingKey = (typeof SETTING_KEYS)[number];

/** Variables that go before the settings, the first one first. */
export const OVERRIDES: Readonly<Record<SettingKey, readonly string[]>> = {
  profile: ['BBX_PROFILE'],
  workspace: ['BITBUCKET_DEFAULT_WORKSPACE'],
  output: [],
  ca_file: ['BBX_CA_FILE'],
  proxy: ['HTTPS_PROXY', 'https_proxy'],
  editor: [],
  pager: [],
  keep: [],
};

/** Variables of all programs, which count where the settings say nothing. */
export const FALLBACKS: Readonly<Partial<Record<SettingKey, readonly string[]>>> = {
  editor: ['VISUAL', 'EDITOR'],
  pager: ['PAGER'],
};

/**
 * The key that somebody typed; a dash counts as an underscore.
 * @throws BbxError USAGE naming near ones
 */
export function settingKey(typed: string): SettingKey {
  const name = typed.trim().toLowerCase().replaceAll('-', '_');
  const found = SETTING_KEYS.find((key) => key === name);
  if (found) return found;
  const agents = MCP_KEYS.map((key) => `mcp.${key}`);
  const near = [...SETTING_KEYS, ...agents].filter((key) => isNear(name, key));
  const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : '';
  throw new BbxError('USAGE', `There is no setting ${JSON.stringify(typed.slice(0, 80))}.`, {
    hint: `${hint} There are: ${[...SETTING_KEYS, ...agents].join(', ')}.`.trim(),
  });
}

function isNear(name: string, key: string): boolean {
  const part = name.length >= 2 && (key.includes(name) || name.includes(key));
  return part || distance(name.slice(0, 40), key) <= Math.max(1, key.length / 3);
}
