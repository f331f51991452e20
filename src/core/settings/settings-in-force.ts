import { readConfig } from '../config.ts';
import { BbxError } from '../errors.ts';
import { loadConfig } from '../load-config.ts';
import { MCP_KEYS, mcpSettingValue } from './mcp-settings.ts';
import { readSettings } from './read-settings.ts';
import { SETTING_KEYS } from './setting-keys.ts';
import { type SettingValue, settingValue } from './setting-values.ts';

/**
 * All settings as they are in force in a folder, the profile that fits it included; those of
 * `bbx mcp` as they stand in the file, since there all places add up.
 * @throws BbxError FILE when the settings are broken, USAGE when the environment is unusable
 */
export async function settingsInForce(cwd: string): Promise<SettingValue[]> {
  const config = readConfig();
  const settings = await readSettings(config);
  // When no profile can be chosen, this is where people look for the reason.
  const chosen = await loadConfig({ cwd }).catch((error) => {
    if (error instanceof BbxError) return config;
    throw error;
  });
  const { name, profile } = chosen.profile ?? {};
  const own = name === undefined ? undefined : { name, workspace: profile?.workspace };
  const agents = MCP_KEYS.map((key) => mcpSettingValue(key, settings, config));
  return [...SETTING_KEYS.map((key) => settingValue(key, settings, config, own)), ...agents];
}
