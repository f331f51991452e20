import { gitUser } from '../auth/authorization.ts';
import type { GitSetting } from './git-settings.ts';
import { type GitShadow, helperShadows } from './helper-shadows.ts';
import { settingCovers } from './setting-covers.ts';

/**
 * Names what stands between git and the credential helper of bbx. No secret that stands in the
 * configuration (in an address, in a header) is repeated.
 * @param settings as git reads them, after bbx has been set up
 * @param origin of the repositories, as https://bitbucket.org
 */
export function gitShadows(settings: readonly GitSetting[], origin: string): GitShadow[] {
  const found = settings.flatMap((setting) => [
    ...userShadow(setting, origin),
    ...rewriteShadow(setting, origin),
    ...remoteShadow(setting, origin),
    ...headerShadow(setting, origin),
  ]);
  return [...helperShadows(settings, origin), ...found];
}

function userShadow({ key, value, ...at }: GitSetting, origin: string): GitShadow[] {
  if (!settingCovers(key, 'credential', 'username', origin) || isOurUser(value)) return [];
  const message = `${key} (${at.origin}) makes git ask for the user ${value}, for whom bbx does not answer.`;
  return [{ message, hint: `Remove it: ${unset({ key, ...at })}` }];
}

/** url.BASE.insteadOf writes the address anew before any helper is asked. */
function rewriteShadow({ key, value, ...at }: GitSetting, origin: string): GitShadow[] {
  const [, base = '', name] = /^url\.(.*)\.(insteadof|pushinsteadof)$/s.exec(key) ?? [];
  if (!name || value === '') return [];
  const here = `${origin}/`;
  const into = addressOf(base, origin);
  const away = into === undefined && (here.startsWith(value) || value.startsWith(here));
  if (!away && !foreign(into)) return [];
  const shown = into?.bare ?? base.replace(/\/\/[^@/]*@/, '//***@');
  const why = away ? 'where bbx is not asked' : 'with a user for whom bbx does not answer';
  const message = `url.….${name === 'insteadof' ? 'insteadOf' : 'pushInsteadOf'} (${at.origin}) turns ${value} into ${shown}, ${why}.`;
  return [{ message, hint: `Remove that line from ${at.origin}.` }];
}

function remoteShadow({ key, value, ...at }: GitSetting, origin: string): GitShadow[] {
  const [, remote, name] = /^remote\.(.+)\.(url|pushurl)$/s.exec(key) ?? [];
  const address = remote === undefined ? undefined : addressOf(value, origin);
  if (!foreign(address)) return [];
  const what = address.password ? 'a password' : `the user ${address.user}`;
  const message = `The remote ${remote} (${at.origin}) has ${what} in its address, so bbx does not answer for it.`;
  const push = name === 'pushurl' ? '--push ' : '';
  return [{ message, hint: `git remote set-url ${push}${quoted(remote ?? '')} ${address.bare}` }];
}

function headerShadow({ key, value, ...at }: GitSetting, origin: string): GitShadow[] {
  if (!settingCovers(key, 'http', 'extraheader', origin)) return [];
  if (!/^authorization:/i.test(value)) return [];
  const message = `${key} (${at.origin}) sends a login of its own along with every request.`;
  return [{ message, hint: `Remove it: ${unset({ key, ...at })}` }];
}

interface Address {
  readonly user: string;
  readonly password: boolean;
  /** Without either. */
  readonly bare: string;
}

/** Whether git would ask for another user with it, or would not ask at all. */
const foreign = (address: Address | undefined): address is Address =>
  address !== undefined && (address.password || (address.user !== '' && !isOurUser(address.user)));

/** Takes an address on the origin apart; undefined for other addresses. */
function addressOf(text: string, origin: string): Address | undefined {
  if (!/^https?:/i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.origin !== origin) return undefined;
  const user = url.username;
  const password = url.password !== '';
  url.username = '';
  url.password = '';
  return { user, password, bare: url.href };
}

const isOurUser = (user: string) =>
  user === gitUser('api-token') || user === gitUser('access-token');

function unset({ scope, origin, key }: Omit<GitSetting, 'value'>): string {
  if (/^(system|global|local|worktree)$/.test(scope))
    return `git config --${scope} --unset-all ${quoted(key)}`;
  return `it is set by ${origin || scope}`;
}

const quoted = (text: string) =>
  /^[\w./:@*-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
