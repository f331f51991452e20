import { type Config, readConfig, root } from '../config.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { Profile } from '../settings/settings.ts';
import { DEFAULT_API_URL, DEFAULT_GIT_URL } from './profile-origin.ts';
import { profilesIn } from './profiles.ts';

/**
 * The configuration to sign in with: no profile and no credential of the environment counts, but
 * the proxy, the CA and the place do. Where BBX_API_URL names no place, a profile that is there
 * keeps its own: its next token is for the same host.
 * @param name of the profile, where one is named
 * @throws BbxError USAGE, or FILE when the settings are broken
 */
export async function signInConfig(
  name: string | undefined,
  environment?: NodeJS.ProcessEnv,
): Promise<Config> {
  const config = readConfig(environment);
  const settings = await readSettings(config);
  const earlier = profilesIn(settings).find((each) => each.name === name)?.profile;
  const { BBX_API_URL, BBX_GIT_URL } = config.environment;
  return {
    ...config,
    apiUrl: earlier?.api_url && !BBX_API_URL ? root('api_url', earlier.api_url) : config.apiUrl,
    gitUrl: earlier?.git_url && !BBX_GIT_URL ? root('git_url', earlier.git_url) : config.gitUrl,
    proxy: config.proxy ?? settings.proxy,
    caFile: config.caFile ?? settings.ca_file,
    output: settings.output,
  };
}

/** The addresses that a profile has to remember: those that are not Bitbucket Cloud's. */
export const rememberedUrls = ({
  apiUrl,
  gitUrl,
}: Config): Pick<Profile, 'api_url' | 'git_url'> => ({
  ...(apiUrl !== DEFAULT_API_URL && { api_url: apiUrl }),
  ...(gitUrl !== DEFAULT_GIT_URL && { git_url: gitUrl }),
});
