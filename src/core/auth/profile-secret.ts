import { dirname } from 'node:path';
import { BbxError } from '../errors.ts';
import { type SettingsPlace, settingsFile } from '../settings/settings-file.ts';
import { openKeychain } from './keychain.ts';
import { profileOrigin } from './profile-origin.ts';
import type { NamedProfile } from './profiles.ts';
import { readTokenFile, removeTokenFile, writeTokenFile } from './token-file.ts';
import { recogniseToken } from './token-kind.ts';

export interface SecretOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that a keychain or a command may take. */
  readonly timeout?: number | undefined;
}

/**
 * Fetches the token of a profile from the place that the profile names, and from no other. It is
 * for the origin of the profile alone. It is fetched anew at each call.
 * @returns the token, and where it was found, for people
 * @throws BbxError AUTH_MISSING when it is not there, AUTH_REJECTED when what is there cannot be a
 *   token, KEYCHAIN_UNAVAILABLE, FILE, CANCELLED
 */
export async function secretOf(
  given: NamedProfile,
  place: SettingsPlace,
  options: SecretOptions = {},
): Promise<{ token: string; source: string }> {
  const source = secretPlace(given);
  return { token: checked(await fetched(given, place, options), source), source };
}

function checked(text: string, source: string): string {
  try {
    return recogniseToken(text).token;
  } catch (error) {
    if (!(error instanceof BbxError)) throw error;
    throw new BbxError(
      error.code,
      `What came from ${source} is no token that works. ${error.message}`,
      {
        hint: error.hint,
      },
    );
  }
}

/**
 * Puts a token where the profile says that it lies.
 * @throws BbxError USAGE when a command prints it, KEYCHAIN_UNAVAILABLE, FILE, CANCELLED
 */
export async function storeSecret(
  given: NamedProfile,
  token: string,
  place: SettingsPlace,
  options: SecretOptions = {},
): Promise<void> {
  const { profile, name } = given;
  if (profile.token === 'keychain') {
    const keychain = await openKeychain({ ...options, environment: place.environment });
    return await keychain.set(keychainAccount(given), token);
  }
  if (profile.token === 'file') {
    return await writeTokenFile(setting(given, 'token_file'), place.home, token);
  }
  throw new BbxError('USAGE', `The token of profile ${name} comes from its token_command.`, {
    hint: 'Change it where that command gets it from.',
  });
}

/**
 * Removes the token of a profile from its place; where a command prints it, that is not ours.
 * @returns whether there was one
 * @throws BbxError KEYCHAIN_UNAVAILABLE, FILE, CANCELLED
 */
export async function forgetSecret(
  given: NamedProfile,
  place: SettingsPlace,
  options: SecretOptions = {},
): Promise<boolean> {
  const { profile } = given;
  if (profile.token === 'command') return false;
  if (profile.token === 'file') {
    return await removeTokenFile(setting(given, 'token_file'), place.home);
  }
  const keychain = await openKeychain({ ...options, environment: place.environment });
  return await keychain.delete(keychainAccount(given));
}

/** Where the token of a profile lies, for people. */
export function secretPlace({ name, profile }: NamedProfile): string {
  if (profile.token === 'keychain') return `keychain (profile ${name})`;
  if (profile.token === 'command') return `token_command (profile ${name})`;
  return `${profile.token_file} (profile ${name})`;
}

/** The name under which the keychain has the token: bound to the origin, as the token is. */
export const keychainAccount = ({ name, profile }: NamedProfile): string =>
  `${name}@${profileOrigin(profile)}`;

async function fetched(given: NamedProfile, place: SettingsPlace, options: SecretOptions) {
  if (given.profile.token === 'keychain') return await fromKeychain(given, place, options);
  if (given.profile.token === 'file') {
    return await readTokenFile(setting(given, 'token_file'), place.home);
  }
  const command = setting(given, 'token_command');
  const { runTokenCommand } = await import('./token-command.ts');
  const cwd = dirname(settingsFile(place) ?? place.home);
  return await runTokenCommand(command, { ...options, environment: place.environment, cwd });
}

async function fromKeychain(given: NamedProfile, place: SettingsPlace, options: SecretOptions) {
  const keychain = await openKeychain({ ...options, environment: place.environment });
  const token = await keychain.get(keychainAccount(given));
  if (token !== undefined) return token;
  const { name } = given;
  throw new BbxError('AUTH_MISSING', `The keychain has no token for profile ${name}.`, {
    hint: `Sign in again: bbx auth login --profile ${name}`,
  });
}

function setting({ name, profile }: NamedProfile, key: 'token_file' | 'token_command'): string {
  const value = profile[key];
  if (value !== undefined) return value;
  throw new BbxError(
    'FILE',
    `Profile ${name} has its token in a ${profile.token}, and no ${key}.`,
    {
      hint: `Add ${key} to the profile in the settings, or sign in again: bbx auth login --profile ${name}`,
    },
  );
}
