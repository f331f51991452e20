import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BbxError } from '../errors.ts';
import { withLock } from '../settings/file-lock.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { Profile, Settings } from '../settings/settings.ts';
import { type SettingsPlace, settingsFile } from '../settings/settings-file.ts';
import { profileOrigin } from './profile-origin.ts';
import {
  forgetSecret,
  keychainAccount,
  type SecretOptions,
  secretOf,
  storeSecret,
} from './profile-secret.ts';
import { type NamedProfile, profilesIn, saveProfile } from './profiles.ts';
import { usualTokenFile } from './token-place.ts';

export interface SignIn {
  /** What the profile shall be called; bbx finds a name when nobody said. */
  readonly name: string | undefined;
  readonly profile: Profile;
  readonly token: string;
}

/**
 * Stores a token and then its profile, and makes that the current one. When the profile cannot be
 * stored, the place of the token is as it was before. One process at a time does this, so that no
 * profile ends up with the token of another sign-in.
 * @returns the profile as it was stored
 * @throws BbxError USAGE, KEYCHAIN_UNAVAILABLE, FILE, CANCELLED
 */
export async function storeSignIn(
  given: SignIn,
  place: SettingsPlace,
  options: SecretOptions,
): Promise<NamedProfile> {
  const path = settingsFile(place);
  if (path === undefined) return await storeBoth(given, place, options);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return await withLock(`${path}.sign-in`, () => storeBoth(given, place, options));
  } catch (error) {
    throw isFileError(error) ? unwritable(path, error) : error;
  }
}

const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error;

const unwritable = (path: string, cause: NodeJS.ErrnoException) =>
  new BbxError('FILE', `Nothing can be written beside ${path} (${cause.code}).`, {
    hint: 'Nothing was stored. Check the folder and its permissions, or name another folder in BBX_CONFIG_DIR.',
    cause,
  });

async function storeBoth(
  { name: wanted, profile, token }: SignIn,
  place: SettingsPlace,
  options: SecretOptions,
): Promise<NamedProfile> {
  const settings = await readSettings(place);
  const name = wanted ?? profileName(settings, profile);
  const chosen = { name, profile: withFile(name, profile, place) };
  const earlier = profilesIn(settings).find((each) => each.name === name);
  const undo = await kept(chosen, token, place, options);
  try {
    await saveProfile(place, name, chosen.profile);
  } catch (error) {
    await undo();
    throw error;
  }
  // The new sign-in stands, whatever becomes of the earlier token.
  if (earlier && placeOf(earlier) !== placeOf(chosen)) {
    await forgetSecret(earlier, place, options).catch(() => undefined);
  }
  return chosen;
}

function withFile(name: string, profile: Profile, place: SettingsPlace): Profile {
  const file = profile.token_file ?? usualTokenFile(name, place);
  return profile.token === 'file' && file ? { ...profile, token_file: file } : profile;
}

/** Stores the token. @returns what puts the place back as it was */
async function kept(
  chosen: NamedProfile,
  token: string,
  place: SettingsPlace,
  options: SecretOptions,
): Promise<() => Promise<void>> {
  if (chosen.profile.token === 'command') return async () => undefined;
  const before = await secretOf(chosen, place, options).catch(noneThere);
  await storeSecret(chosen, token, place, options);
  return async () => {
    if (before) await storeSecret(chosen, before.token, place, options);
    else await forgetSecret(chosen, place, options);
  };
}

/** A keychain that refuses to be read is not asked a second time, to be written. */
function noneThere(error: unknown): undefined {
  const refuses = error instanceof BbxError && /^(KEYCHAIN|CANCELLED)/.test(error.code);
  if (refuses || !(error instanceof BbxError)) throw error;
}

const placeOf = (given: NamedProfile) =>
  given.profile.token === 'keychain' ? keychainAccount(given) : given.profile.token_file;

/**
 * A new token for the same account goes to the profile that has it already; another account gets a
 * profile of its own, so that it takes nothing from the first.
 */
function profileName(settings: Settings, profile: Profile): string {
  const all = profilesIn(settings);
  const same = all.find((each) => identity(each.profile) === identity(profile));
  if (same) return same.name;
  const taken = new Set(all.map(({ name }) => name));
  const source = profile.email?.split('@')[0] ?? profile.workspace ?? 'token';
  const stem = source.replace(/[^\w.-]+/g, '-').slice(0, 50);
  const names = ['default', stem, ...all.map((_, at) => `${stem}-${at + 2}`)];
  return names.find((name) => !taken.has(name)) ?? 'default';
}

const identity = (profile: Profile) =>
  JSON.stringify([
    profileOrigin(profile),
    profile.kind,
    ...(profile.email ? [profile.email] : [profile.workspace, profile.repository]),
  ]);
