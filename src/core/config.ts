import { homedir, userInfo } from 'node:os';
import { isAbsolute } from 'node:path';
import { BbxError } from './errors.ts';
import type { Profile } from './settings/settings.ts';

/** The profile that a run uses. */
export interface ChosenProfile {
  readonly name: string;
  readonly profile: Profile;
  /** Asked for by name: then it goes before credentials of the environment. */
  readonly explicit: boolean;
}

/** What the environment says, read once, completed by the settings (see loadConfig). */
export interface Config {
  /** The API root without /2.0 and without a slash at its end. */
  readonly apiUrl: string;
  /** Where git repositories live, without a slash at its end. */
  readonly gitUrl: string;
  /** An absolute path, where there may be nothing. */
  readonly home: string;
  /** BITBUCKET_DEFAULT_WORKSPACE */
  readonly workspace: string | undefined;
  /** `-R`, or undefined where the git remote decides. */
  readonly repository: string | undefined;
  readonly email: string | undefined;
  readonly apiToken: string | undefined;
  readonly accessToken: string | undefined;
  /** Only whether one is there: app passwords do not work any more. */
  readonly appPassword: boolean;
  readonly proxy: string | undefined;
  readonly noProxy: string | undefined;
  /** A file with certificates to trust besides the usual ones. */
  readonly caFile: string | undefined;
  /** Seconds that one exchange may take, body included. */
  readonly timeout: number | undefined;
  readonly debug: boolean;
  /** Whose token may be used; undefined without profiles, or where the environment has its own. */
  readonly profile: ChosenProfile | undefined;
  /** The format that answers have when no flag says otherwise. */
  readonly output: string | undefined;
  /** The whole environment, for git alone. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
}

const DEFAULT_API = 'https://api.bitbucket.org';
const DEFAULT_GIT = 'https://bitbucket.org';

/**
 * Reads the configuration.
 * @throws BbxError USAGE when an address in it is unusable
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const read = (name: string) => environment[name]?.trim() || undefined;
  return {
    apiUrl: root('BBX_API_URL', read('BBX_API_URL') ?? DEFAULT_API),
    gitUrl: root('BBX_GIT_URL', read('BBX_GIT_URL') ?? DEFAULT_GIT),
    home: homeOf(read('HOME')),
    workspace: read('BITBUCKET_DEFAULT_WORKSPACE'),
    repository: undefined,
    email: read('ATLASSIAN_USER_EMAIL'),
    apiToken: read('ATLASSIAN_API_TOKEN'),
    accessToken: read('BITBUCKET_ACCESS_TOKEN'),
    appPassword: read('ATLASSIAN_BITBUCKET_APP_PASSWORD') !== undefined,
    proxy: read('HTTPS_PROXY') ?? read('https_proxy'),
    noProxy: read('NO_PROXY') ?? read('no_proxy'),
    caFile: read('BBX_CA_FILE'),
    timeout: undefined,
    debug: false,
    profile: undefined,
    output: undefined,
    environment,
  };
}

/**
 * The home that HOME names, else the one that the system knows. A relative one would be another in
 * each place, and files in somebody's checkout would be read as one's own.
 */
function homeOf(named: string | undefined): string {
  const ways = [() => named, homedir, () => userInfo().homedir];
  for (const way of ways) {
    const found = attempt(way);
    if (found !== undefined && isAbsolute(found)) return found;
  }
  return NO_HOME;
}

/** As Debian calls the home of who has none. */
const NO_HOME = '/nonexistent';

/** A user whom the system does not know, as in some containers, makes these functions throw. */
function attempt(way: () => string | undefined): string | undefined {
  try {
    return way();
  } catch {
    return undefined;
  }
}

/**
 * An address that a credential may be sent to: https, or plain http on this machine alone.
 * @param name what to call it in an error
 * @throws BbxError USAGE for any other
 */
export function root(name: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const local = url !== undefined && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  const fine = url?.protocol === 'https:' || (url?.protocol === 'http:' && local);
  if (!fine || url?.username || url?.password || url?.search || url?.hash) {
    throw new BbxError('USAGE', `${name} is not usable: ${JSON.stringify(text)}.`, {
      hint: 'Give an address like https://api.bitbucket.org, without a user or a query (http only for 127.0.0.1).',
    });
  }
  // With /2.0 at its end it is what people copy, and what every path begins with anyway.
  return url.href.replace(/\/+$/, '').replace(/\/2\.0$/, '');
}
