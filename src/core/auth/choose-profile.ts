import { BbxError } from '../errors.ts';
import type { Settings } from '../settings/settings.ts';
import { DEFAULT_GIT_URL } from './profile-origin.ts';
import { currentProfile, type NamedProfile, namedProfile, profilesIn } from './profiles.ts';

/** The repository that the current folder is a clone of, by a git remote below the address. */
export type RemoteOn = (
  gitUrl: string,
) => Promise<{ readonly workspace: string; readonly repo: string } | undefined>;

/**
 * Chooses the profile for a run: the one asked for, else the one whose git_url and workspace are
 * those of the git remote here, else the current one. Where several fit the remote, the one with
 * its repository goes first, then the current one, then the oldest.
 * @param explicit from --profile or BBX_PROFILE
 * @param remoteOn asked only when the answer can make a difference
 * @returns undefined when there are no profiles
 * @throws BbxError USAGE when the one asked for is not there, or nothing says which of several;
 *   what `remoteOn` throws
 */
export async function chooseProfile(
  settings: Settings,
  explicit: string | undefined,
  remoteOn: RemoteOn,
): Promise<NamedProfile | undefined> {
  if (explicit !== undefined) return namedProfile(settings, explicit);
  const all = profilesIn(settings);
  const current = currentProfile(settings);
  if (all.length < 2) return current;
  const fitting = await fittingProfiles(all, remoteOn);
  const chosen =
    fitting.find(({ exact }) => exact) ??
    fitting.find(({ name }) => name === current?.name) ??
    fitting[0] ??
    current;
  if (chosen) return { name: chosen.name, profile: chosen.profile };
  throw new BbxError('USAGE', 'There are several profiles, and none is the current one.', {
    hint: `Run bbx auth switch NAME, or give --profile: ${all.map(({ name }) => name).join(', ')}.`,
  });
}

async function fittingProfiles(all: readonly NamedProfile[], remoteOn: RemoteOn) {
  const remotes = new Map<string, ReturnType<RemoteOn>>();
  const fitting: (NamedProfile & { exact: boolean })[] = [];
  for (const { name, profile } of all) {
    if (profile.workspace === undefined) continue;
    const address = profile.git_url ?? DEFAULT_GIT_URL;
    const asked = remotes.get(address) ?? remoteOn(address);
    remotes.set(address, asked);
    const here = await asked;
    if (!here || !same(here.workspace, profile.workspace)) continue;
    fitting.push({ name, profile, exact: same(here.repo, profile.repository) });
  }
  return fitting;
}

/** Bitbucket's slugs are lower case, and its addresses work in any. */
const same = (one: string, other: string | undefined) => one.toLowerCase() === other?.toLowerCase();
