import { getProfile, listProfiles } from '../auth/profiles.ts';
import type { Config } from '../config.ts';

/**
 * Looks whether a server that is installed now can sign in.
 * @param profile from --profile
 * @returns what to do first where nobody is signed in
 * @throws BbxError USAGE when there is no such profile, FILE when the settings are broken
 */
export async function checkSignIn(
  config: Config,
  profile: string | undefined,
): Promise<string | undefined> {
  if (profile !== undefined) {
    await getProfile(config, profile);
    return undefined;
  }
  if ((await listProfiles(config)).length > 0) return undefined;
  const inShell = config.accessToken !== undefined || config.apiToken !== undefined;
  return inShell
    ? 'The token of this shell is not written anywhere, and some clients drop it: run bbx auth login, which keeps it safe for all of them.'
    : 'Nobody is signed in yet: run bbx auth login next.';
}
