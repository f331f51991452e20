import { existsSync } from 'node:fs';
import { DEFAULT_API_URL, DEFAULT_GIT_URL } from './auth/profile-origin.ts';
import { type ChosenProfile, type Config, readConfig, root } from './config.ts';
import { BbxError } from './errors.ts';
import type { Settings } from './settings/settings.ts';
import { settingsFile } from './settings/settings-file.ts';

export interface LoadOptions {
  /** The folder whose git remote may choose the profile. */
  readonly cwd: string;
  /** From --profile; BBX_PROFILE counts as well. */
  readonly profile?: string | undefined;
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * Reads the configuration: the environment, completed by the settings and by the profile that is
 * asked for, that fits the git remote here, or that is the current one. What the environment says
 * goes first, but for a profile that is asked for by name.
 * @throws BbxError USAGE, or FILE when the settings are broken
 */
export async function loadConfig(options: LoadOptions): Promise<Config> {
  const config = readConfig(options.environment);
  const settings = await settingsOf(config);
  const explicit = options.profile ?? (config.environment.BBX_PROFILE?.trim() || undefined);
  const chosen = await profileFor(config, settings, explicit, options.cwd);
  const completed = withSettings(config, settings);
  return chosen ? withProfile(completed, chosen) : completed;
}

/** What reads and checks the file loads when there is one. */
async function settingsOf(config: Config): Promise<Settings> {
  const path = settingsFile(config);
  if (path === undefined || !existsSync(path)) return {};
  const { readSettings } = await import('./settings/read-settings.ts');
  return await readSettings(config);
}

const withSettings = (config: Config, settings: Settings): Config => ({
  ...config,
  workspace: config.workspace ?? settings.workspace,
  proxy: config.proxy ?? settings.proxy,
  caFile: config.caFile ?? settings.ca_file,
  output: settings.output,
});

async function profileFor(
  config: Config,
  settings: Settings,
  explicit: string | undefined,
  cwd: string,
): Promise<ChosenProfile | undefined> {
  const complete = config.accessToken ?? (config.email && config.apiToken);
  if (explicit === undefined && (complete || !settings.profiles)) return undefined;
  const { chooseProfile } = await import('./auth/choose-profile.ts');
  const here = { cwd, env: config.environment };
  const found = await chooseProfile(settings, explicit, async (gitUrl) => {
    const { currentRepository } = await import('./git/current-repository.ts');
    return await currentRepository(here, gitUrl);
  });
  return found && { ...found, explicit: explicit !== undefined };
}

/** A token is bound to its origin: a profile of another one than the environment names is not used. */
function withProfile(config: Config, chosen: ChosenProfile): Config {
  const { api_url = DEFAULT_API_URL, git_url = DEFAULT_GIT_URL, workspace } = chosen.profile;
  const { BBX_API_URL, BBX_GIT_URL } = config.environment;
  const urls = {
    apiUrl: BBX_API_URL ? config.apiUrl : root('api_url', api_url),
    gitUrl: BBX_GIT_URL ? config.gitUrl : root('git_url', git_url),
  };
  const own = sameOrigin(urls.apiUrl, api_url) && sameOrigin(urls.gitUrl, git_url);
  if (own) {
    return {
      ...config,
      ...urls,
      workspace: config.environment.BITBUCKET_DEFAULT_WORKSPACE ?? workspace ?? config.workspace,
      profile: chosen,
    };
  }
  if (!chosen.explicit) return config;
  throw new BbxError('USAGE', `Profile ${chosen.name} is for ${new URL(api_url).host}.`, {
    hint: 'BBX_API_URL or BBX_GIT_URL names another place, where its token is not sent: unset them.',
  });
}

const sameOrigin = (one: string, other: string) => new URL(one).origin === new URL(other).origin;
