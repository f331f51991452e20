import type { Config } from '../config.ts';
import { BbxError } from '../errors.ts';
import { loadConfig } from '../load-config.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { Credentials } from './authorization.ts';
import { credentials, defaultWorkspace } from './credentials.ts';
import { secretPlace } from './profile-secret.ts';
import { currentProfile, namedProfile, profilesIn } from './profiles.ts';
import { type Identity, identify } from './status-identity.ts';
import { openProbe } from './status-probe.ts';
import { type RateLimit, rateLimitIn } from './status-rate.ts';
import { learnScopes, rememberedScopes, type Scopes } from './status-scopes.ts';

/** One set of credentials, looked at. What is not known is absent. */
export interface CredentialStatus {
  /** Null for credentials that belong to no profile. */
  readonly profile: string | null;
  /** Whether it is the current profile. */
  readonly current: boolean;
  /** Whether a bbx started here and now, without --profile, signs in with it. */
  readonly used: boolean;
  readonly host: string;
  readonly kind?: Credentials['kind'] | undefined;
  /** Where the token lies: keychain, token_command, a file, environment, ~/.mcp/configs.json. */
  readonly place?: string | undefined;
  readonly email?: string | undefined;
  readonly identity?: Identity | undefined;
  readonly scopes?: Scopes | undefined;
  /** A date. */
  readonly expires?: string | undefined;
  readonly rate_limit?: RateLimit | undefined;
  /** Why it does not work. */
  readonly problem?: BbxError | undefined;
}

export interface StatusOptions {
  readonly cwd: string;
  /** This profile alone. */
  readonly profile?: string | undefined;
  readonly environment?: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** One to look at; its configuration is the one under which its token may be sent. */
interface Candidate {
  readonly name: string | null;
  readonly current: boolean;
  readonly used: boolean;
  readonly config: Config;
}

/**
 * Looks at every profile, and at credentials of the environment or of ~/.mcp/configs.json where
 * those are what is used. What is wrong with one is its `problem`.
 * @throws BbxError USAGE when there is no such profile, FILE when the settings are broken
 */
export async function authStatus(options: StatusOptions): Promise<CredentialStatus[]> {
  const all = await candidates(options);
  const started: Promise<CredentialStatus>[] = [];
  for (const candidate of all) {
    // One after the other: two prompts of a keychain at once would be one too many.
    const found = await credentials(candidate.config).catch(asProblem);
    started.push(statusOf(candidate, found, options.signal));
  }
  return await Promise.all(started);
}

async function candidates(options: StatusOptions): Promise<Candidate[]> {
  const config = await loadConfig(options);
  const settings = await readSettings(config);
  const current = currentProfile(settings)?.name;
  const { BBX_API_URL: _, BBX_GIT_URL: __, ...rest } = config.environment;
  // Each profile is asked for at its own host, wherever the environment sends other requests.
  const forProfile = async (name: string): Promise<Candidate> => ({
    name,
    current: name === current,
    used: name === config.profile?.name,
    config: await loadConfig({ ...options, environment: rest, profile: name }),
  });
  if (options.profile !== undefined) {
    return [await forProfile(namedProfile(settings, options.profile).name)];
  }
  const own = await Promise.all(profilesIn(settings).map(({ name }) => forProfile(name)));
  const loose = { name: null, current: false, used: true, config };
  return config.profile ? own : [loose, ...own];
}

const asProblem = (error: unknown): BbxError => {
  if (error instanceof BbxError && error.code !== 'CANCELLED') return error;
  throw error;
};

async function statusOf(
  { name, current, used, config }: Candidate,
  found: Credentials | BbxError,
  signal: AbortSignal,
): Promise<CredentialStatus> {
  const known = config.profile;
  const common = {
    profile: name,
    current,
    used,
    host: new URL(config.apiUrl).host,
    kind: known?.profile.kind,
    place: known && secretPlace(known),
    email: known?.profile.email,
    expires: known?.profile.expires,
  };
  if (found instanceof BbxError) return { ...common, problem: found };
  const told = {
    ...common,
    kind: found.kind,
    place: found.source,
    email: found.kind === 'api-token' ? found.email : undefined,
  };
  try {
    return { ...told, ...(await lookAt(config, found, signal)) };
  } catch (error) {
    return { ...told, problem: asProblem(error) };
  }
}

async function lookAt(config: Config, found: Credentials, signal: AbortSignal) {
  const ask = openProbe(config, found, signal);
  const { profile } = config.profile ?? {};
  const workspace = await defaultWorkspace(config).catch(() => undefined);
  const { identity, answer } = await identify(ask, found, workspace);
  const nearby = { workspace, repository: profile?.repository };
  const scopes = await learnScopes(ask, found, answer, nearby, rememberedScopes(profile)).catch(
    asProblem,
  );
  const limit = rateLimitIn(answer);
  if (scopes instanceof BbxError) return { identity, rate_limit: limit, problem: scopes };
  return { identity, scopes, rate_limit: limit };
}
