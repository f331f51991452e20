import { repositoryOf } from '../bitbucket/web-address.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { Settings } from '../settings/settings.ts';
import type { SettingsPlace } from '../settings/settings-file.ts';
import { gitUser } from './authorization.ts';
import { chooseProfile } from './choose-profile.ts';
import { DEFAULT_GIT_URL } from './profile-origin.ts';
import { type NamedProfile, namedProfile, profilesIn } from './profiles.ts';

/** What git wants a login for. */
export interface GitQuestion {
  /** Protocol, host and port. */
  readonly origin: string;
  /** Of the repository; git gives it under credential.useHttpPath alone. */
  readonly path: string;
  /** The only user that git wants; '' for any. */
  readonly username: string;
}

/**
 * Chooses the profile that answers git: one whose git_url is on the origin asked for and whose user
 * is the one asked for. Among several: the one of BBX_PROFILE, else the one for the path, else the
 * one for the repository in `cwd`, else the current one.
 * @param explicit from BBX_PROFILE; it is passed over where it is for another place
 * @returns undefined when none is for that place
 * @throws BbxError USAGE when nothing says which of several, or there is none of that name;
 *   FILE when the settings are broken
 */
export async function profileForGit(
  asked: GitQuestion,
  explicit: string | undefined,
  place: SettingsPlace & { readonly cwd: string },
): Promise<NamedProfile | undefined> {
  const settings = await readSettings(place);
  if (explicit !== undefined) namedProfile(settings, explicit);
  const fitting = profilesIn(settings).filter((each) => fits(each, asked));
  const named = fitting.find(({ name }) => name === explicit);
  if (named || fitting.length === 0) return named;
  const profiles = Object.fromEntries(fitting.map(({ name, profile }) => [name, profile]));
  const narrowed: Settings = { ...settings, profiles };
  return await chooseProfile(narrowed, undefined, async (gitUrl) => {
    if (asked.path !== '') return repositoryOf(`${asked.origin}/${asked.path}`, gitUrl);
    const { currentRepository } = await import('../git/current-repository.ts');
    return await currentRepository({ cwd: place.cwd, env: place.environment }, gitUrl);
  });
}

const fits = ({ profile }: NamedProfile, { origin, username }: GitQuestion) =>
  new URL(profile.git_url ?? DEFAULT_GIT_URL).origin === origin &&
  ['', gitUser(profile.kind), profile.email].includes(username);
