import { dirname, join, resolve } from 'node:path';
import { BbxError } from '../errors.ts';
import type { Profile } from '../settings/settings.ts';
import { type SettingsPlace, settingsFile } from '../settings/settings-file.ts';
import { readTokenFile } from './token-file.ts';
import { recogniseToken } from './token-kind.ts';

/** Where a token shall lie, in the words of the command line. */
export interface PlaceRequest {
  readonly store?: Profile['token'] | undefined;
  readonly tokenCommand?: string | undefined;
  readonly tokenFile?: string | undefined;
}

/** The same in the words of a profile; a file may wait for its name until the profile has one. */
export type TokenPlace = Pick<Profile, 'token' | 'token_command' | 'token_file'>;

/**
 * Decides where a token shall lie: in the keychain unless another place is named.
 * @param cwd what a relative file is relative to
 * @throws BbxError USAGE for flags that contradict one another
 */
export function tokenPlace(request: PlaceRequest, cwd: string): TokenPlace {
  const { tokenCommand, tokenFile } = request;
  const named =
    tokenCommand !== undefined ? 'command' : tokenFile !== undefined ? 'file' : undefined;
  const token = request.store ?? named ?? 'keychain';
  if ((named !== undefined && named !== token) || (tokenCommand && tokenFile)) {
    throw usage(`--token-${named} goes with no other place for the token.`, 'Name one place.');
  }
  if (token === 'command') {
    if (tokenCommand?.trim()) return { token, token_command: tokenCommand };
    throw usage(
      '--store command needs --token-command.',
      'Name the command that prints the token: --token-command "pass show bitbucket".',
    );
  }
  if (tokenFile === undefined) return { token };
  if (tokenFile === '') throw usage('--token-file names no file.', 'Name a file.');
  const whole = tokenFile.startsWith('~/') ? tokenFile : resolve(cwd, tokenFile);
  return { token, token_file: whole };
}

/**
 * The file for the token of a profile when nobody named one: beside the settings.
 * @returns undefined on a machine without a folder for settings
 */
export function usualTokenFile(name: string, place: SettingsPlace): string | undefined {
  const settings = settingsFile(place);
  return settings && join(dirname(settings), 'tokens', `${name}.token`);
}

/**
 * Makes sure that a file may be written as a token's: it is absent, or has a token already.
 * @throws BbxError USAGE for a file with anything else in it
 */
export async function checkTokenFile(file: string, { home }: SettingsPlace): Promise<void> {
  try {
    recogniseToken(await readTokenFile(file, home));
  } catch (error) {
    if (!(error instanceof BbxError)) throw error;
    if (error.code === 'FILE' && /\(ENOENT\)|is empty/.test(error.message)) return;
    throw usage(
      `${file} is there, and bbx would overwrite it: it is no token file of your own.`,
      'Name another file, or remove that one.',
    );
  }
}

const usage = (message: string, hint: string) => new BbxError('USAGE', message, { hint });
