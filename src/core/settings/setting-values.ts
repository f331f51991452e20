import { currentProfile } from '../auth/profiles.ts';
import { FALLBACKS, OVERRIDES, type SettingKey } from './setting-keys.ts';
import type { Settings } from './settings.ts';
import { type SettingsPlace, settingsFile } from './settings-file.ts';

/** A setting as it is in force. */
export interface SettingValue {
  /** A SettingKey, or mcp.KEY. */
  readonly key: string;
  /** Null where nothing says it. */
  readonly value: string | null;
  readonly from: 'environment' | 'profile' | 'settings' | 'default';
  /** The variable, the profile or the file that says it. */
  readonly where: string | null;
}

/**
 * One setting as it is in force: what the environment says goes first, then a profile, then the file.
 * @param profile the one in use, whose workspace goes before the settings'
 */
export function settingValue(
  key: SettingKey,
  settings: Settings,
  place: SettingsPlace,
  profile?: { readonly name: string; readonly workspace: string | undefined },
): SettingValue {
  const { environment } = place;
  const over = variableOf(OVERRIDES[key], environment);
  if (over) return { key, value: shown(key, over.value), from: 'environment', where: over.name };
  if (key === 'workspace' && profile?.workspace) {
    return { key, value: profile.workspace, from: 'profile', where: profile.name };
  }
  const own = settings[key];
  if (own) {
    return { key, value: shown(key, own), from: 'settings', where: settingsFile(place) ?? null };
  }
  const under = variableOf(FALLBACKS[key] ?? [], environment);
  if (under) return { key, value: under.value, from: 'environment', where: under.name };
  const value = key === 'profile' ? (currentProfile(settings)?.name ?? null) : null;
  return { key, value, from: 'default', where: null };
}

/** The variable that is set, if any. */
function variableOf(names: readonly string[], environment: Readonly<NodeJS.ProcessEnv>) {
  for (const name of names) {
    const value = environment[name]?.trim();
    if (value) return { name, value };
  }
  return undefined;
}

/** Other programs keep a password in the address of a proxy; it is not for the screen. */
const shown = (key: SettingKey, value: string) =>
  key === 'proxy' ? value.replace(/\/\/[^/]*@/, '//***@') : value;
