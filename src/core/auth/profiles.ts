import { BbxError } from '../errors.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { Profile, Settings } from '../settings/settings.ts';
import type { SettingsPlace } from '../settings/settings-file.ts';
import { updateSettings } from '../settings/update-settings.ts';

/** A profile with the name that it is kept under. */
export interface NamedProfile {
  readonly name: string;
  readonly profile: Profile;
}

/**
 * All profiles, in the order in which they were made.
 * @throws BbxError FILE as readSettings
 */
export async function listProfiles(
  place: SettingsPlace,
): Promise<(NamedProfile & { readonly current: boolean })[]> {
  const settings = await readSettings(place);
  const current = currentProfile(settings)?.name;
  return profilesIn(settings).map((each) => ({ ...each, current: each.name === current }));
}

/**
 * The profile of that name.
 * @throws BbxError USAGE naming those there are, FILE as readSettings
 */
export async function getProfile(place: SettingsPlace, name: string): Promise<NamedProfile> {
  return namedProfile(await readSettings(place), name);
}

/**
 * Keeps a profile in place of an earlier one of that name, and makes it the current one. The token
 * is no part of it: see storeSecret.
 * @throws BbxError USAGE for a name or a profile of the wrong shape, FILE as updateSettings
 */
export async function saveProfile(place: SettingsPlace, name: string, profile: Profile) {
  checkProfileName(name);
  await updateSettings(place, (settings) => ({
    ...settings,
    profile: name,
    profiles: { ...settings.profiles, [name]: profile },
  }));
}

/**
 * Forgets a profile; its token is not touched (see forgetSecret). When it was the current one and
 * one other is left, that one becomes current; among several nobody but the person chooses.
 * @returns the current profile from then on
 * @throws BbxError USAGE when there is no such profile, FILE as updateSettings
 */
export async function removeProfile(
  place: SettingsPlace,
  name: string,
): Promise<NamedProfile | undefined> {
  const left = await updateSettings(place, (settings) => {
    namedProfile(settings, name);
    const { profile, profiles = {}, ...others } = settings;
    const { [name]: _, ...kept } = profiles;
    const [only, second] = Object.keys(kept);
    const next = profile !== name ? profile : second === undefined ? only : undefined;
    return { ...(next && { profile: next }), profiles: kept, ...others };
  });
  return currentProfile(left);
}

/**
 * Makes a profile the current one.
 * @throws BbxError USAGE naming those there are, FILE as updateSettings
 */
export async function switchProfile(place: SettingsPlace, name: string): Promise<void> {
  await updateSettings(place, (settings) => {
    namedProfile(settings, name);
    return { ...settings, profile: name };
  });
}

/** The profiles that settings hold. */
export const profilesIn = ({ profiles = {} }: Settings): NamedProfile[] =>
  Object.entries(profiles).map(([name, profile]) => ({ name, profile }));

/** The current profile of the settings: the one they name, else the only one there is. */
export function currentProfile(settings: Settings): NamedProfile | undefined {
  const all = profilesIn(settings);
  const named = all.find(({ name }) => name === settings.profile);
  return named ?? (all.length === 1 ? all[0] : undefined);
}

/**
 * The profile of that name in the settings.
 * @throws BbxError USAGE naming those there are
 */
export function namedProfile(settings: Settings, name: string): NamedProfile {
  const all = profilesIn(settings);
  const found = all.find((each) => each.name === name);
  if (found) return found;
  const names = all.map((each) => each.name).join(', ');
  throw new BbxError('USAGE', `There is no profile ${JSON.stringify(name.slice(0, 80))}.`, {
    hint: names ? `There are: ${names.slice(0, 300)}.` : 'There are none yet: run bbx auth login.',
  });
}

/**
 * Refuses a name that cannot be a profile's.
 * @throws BbxError USAGE
 */
export function checkProfileName(name: string): void {
  // An object of JavaScript cannot keep anything under the second name.
  if (/^[A-Za-z0-9._-]{1,64}$/.test(name) && name !== '__proto__') return;
  throw new BbxError('USAGE', `No profile can be called ${JSON.stringify(name.slice(0, 80))}.`, {
    hint: 'A name is 1 to 64 letters, digits, dots, dashes and underscores.',
  });
}
