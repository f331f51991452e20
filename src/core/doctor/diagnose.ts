import { credentials as credentialsOf } from '../auth/credentials.ts';
import { readConfig } from '../config.ts';
import { BbxError } from '../errors.ts';
import { loadConfig } from '../load-config.ts';
import { checkClients } from './check-clients.ts';
import {
  checkClock,
  checkScopes,
  credentialsFinding,
  type Session,
  signIn,
} from './check-credentials.ts';
import { checkGitHelper } from './check-git-helper.ts';
import { checkKeychain } from './check-keychain.ts';
import { checkCaFile, checkConnection, checkDns, checkProxy } from './check-network.ts';
import { checkBbx, checkGit, checkGitLfs, checkNode } from './check-programs.ts';
import { checkSettings } from './check-settings.ts';
import type { Check, Deps } from './deps.ts';
import { type Finding, fail, failed, skipped } from './finding.ts';

export interface DiagnoseOptions {
  readonly cwd: string;
  readonly profile?: string | undefined;
  readonly environment?: NodeJS.ProcessEnv;
}

/** Milliseconds that one check may take. */
const LIMIT = 5000;

/**
 * Looks at all that bbx depends on, and changes nothing. What depends on something that failed is
 * not asked, so that one cause is one failure.
 * @returns the findings in the order in which to read them
 * @throws BbxError USAGE when the profile that was asked for is not there
 */
export async function diagnose(options: DiagnoseOptions): Promise<Finding[]> {
  const { config, broken } = await configuration(options);
  const deps = { config, broken, cwd: options.cwd };
  const look = (what: string, check: Check) => bounded(what, check, deps);
  const keychain = look('keychain', checkKeychain);
  const dns = look('DNS', checkDns);
  const proxy = look('proxy', checkProxy);
  const connection = after([dns, proxy], 'connection', () => look('connection', checkConnection));
  const clock = after([connection], 'clock', () => look('clock', checkClock));
  const signedIn = signingIn(keychain, connection, deps);
  const clients = checkClients({ ...deps, signal: AbortSignal.timeout(LIMIT) });
  return (
    await Promise.all([
      look('Node', checkNode),
      look('bbx', checkBbx),
      look('git', checkGit),
      look('git-lfs', checkGitLfs),
      keychain,
      look('settings', checkSettings),
      proxy,
      look('CA file', checkCaFile),
      dns,
      connection,
      clock,
      signedIn,
      look('git credentials', checkGitHelper),
      clients,
    ])
  ).flat();
}

/** The exit code of a report: that of its worst finding. */
export const worstExit = (findings: readonly Finding[]): number =>
  Math.max(0, ...findings.map(({ exit = 0 }) => exit));

/** Broken settings are one finding, and no reason to look at nothing else. */
async function configuration(options: DiagnoseOptions) {
  try {
    return { config: await loadConfig(options), broken: undefined };
  } catch (error) {
    const own = error instanceof BbxError && (error.code === 'FILE' || !options.profile);
    if (!own) throw error;
    return { config: readConfig(options.environment), broken: error };
  }
}

async function bounded(what: string, check: Check, deps: Omit<Deps, 'signal'>): Promise<Finding> {
  const end = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => {
      end.abort();
      const remedy = 'Try again; if it stays, look at the network and at what this check asks.';
      resolve(fail(what, `no answer within ${LIMIT / 1000} s`, remedy, 5));
    }, LIMIT);
  });
  const found = check({ ...deps, signal: end.signal }).catch((error) => failed(what, error));
  try {
    return await Promise.race([found, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Looks further only where what it depends on is there. */
async function after(
  others: readonly Promise<Finding>[],
  what: string,
  look: () => Promise<Finding>,
): Promise<Finding> {
  const lost = (await Promise.all(others)).find((before) => !isThere(before));
  return lost ? skipped(what, 'not looked at', lost.what) : await look();
}

const isThere = ({ state, skipped: left }: Finding) => state !== 'fail' && left === undefined;

/** Credentials and then scopes. A keychain that does not open is not asked again, which may prompt. */
async function signingIn(
  keychain: Promise<Finding>,
  connection: Promise<Finding>,
  deps: Omit<Deps, 'signal'>,
): Promise<Finding[]> {
  const { profile } = deps.config.profile ?? {};
  if (profile?.token === 'keychain' && (await keychain).state !== 'ok') {
    return [skipped('credentials', 'not looked at: the token is in the keychain', 'keychain')];
  }
  let session: Session | undefined;
  const credentials = await bounded(
    'credentials',
    async (own) => {
      const found = await credentialsOf(own.config);
      if (!isThere(await connection)) {
        return skipped('credentials', `from ${found.source}, not tried`, 'connection');
      }
      session = await signIn(own, found);
      return credentialsFinding(session, Date.now(), profile?.expires);
    },
    deps,
  );
  const signedIn = session;
  if (signedIn === undefined) return [deps.broken ? unsettled(credentials) : credentials];
  return [credentials, await bounded('scopes', (own) => checkScopes(own, signedIn), deps)];
}

/** That nothing was found says nothing while the settings cannot be read. */
const unsettled = (found: Finding): Finding =>
  found.exit === 4
    ? skipped(found.what, 'none besides the settings, which cannot be read', 'settings')
    : found;
