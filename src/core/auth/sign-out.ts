import { BbxError } from '../errors.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { Settings } from '../settings/settings.ts';
import type { SettingsPlace } from '../settings/settings-file.ts';
import { forgetSecret, type SecretOptions } from './profile-secret.ts';
import {
  currentProfile,
  type NamedProfile,
  namedProfile,
  profilesIn,
  removeProfile,
} from './profiles.ts';

/** A sign-in that is no more. */
export interface SignedOut extends NamedProfile {
  /** Whether bbx had a token of it, and removed it. */
  readonly removed: boolean;
  /** The current profile from then on. */
  readonly next: string | undefined;
}

/**
 * Removes the token of a profile and then the profile. Where the token cannot be removed the
 * profile stays, so that nobody loses sight of it.
 * @param name the current profile when absent
 * @returns undefined when there is no profile to sign out of
 * @throws BbxError USAGE for a profile that is not there, or when nothing says which of several, KEYCHAIN_UNAVAILABLE, FILE, CANCELLED
 */
export async function signOut(
  name: string | undefined,
  place: SettingsPlace,
  options: SecretOptions = {},
): Promise<SignedOut | undefined> {
  const settings = await readSettings(place);
  const chosen = name === undefined ? currentProfile(settings) : namedProfile(settings, name);
  if (chosen === undefined && profilesIn(settings).length > 0) throw ambiguous(settings);
  if (chosen === undefined) return undefined;
  const removed = await forgetSecret(chosen, place, options);
  const next = await removeProfile(place, chosen.name);
  return { ...chosen, removed, next: next?.name };
}

const ambiguous = (settings: Settings) =>
  new BbxError('USAGE', 'There are several profiles, and none is the current one.', {
    hint: `Give --profile: ${profilesIn(settings)
      .map(({ name }) => name)
      .join(', ')}.`,
  });
