import { type Config, root } from '../config.ts';
import { currentFolder } from '../current-folder.ts';
import { BbxError } from '../errors.ts';
import { askCredentialChannel, CHANNEL_VARIABLE } from '../git/credential-channel.ts';
import { sanitizeForTerminal } from '../output/sanitize.ts';
import { type Credentials, gitLogin, gitUser } from './authorization.ts';
import { credentials } from './credentials.ts';
import { type GitQuestion, profileForGit } from './profile-for-git.ts';

/**
 * Does the whole work of `bbx auth git-credential ACTION`, git's credential helper. Inside a
 * `bbx clone` the bbx that started git answers, else the profile for the place that git asks for
 * does, or the environment where it has credentials for that place.
 * @param action get, store or erase (git may add others)
 * @param input what git wrote to stdin
 * @param config without a profile: the question chooses that
 * @param cwd the folder that git works in
 * @returns what git shall read, and a line for the person when there is something to say
 */
export async function gitCredential(
  action: string,
  input: string,
  config: Config,
  cwd = currentFolder(),
): Promise<{ stdout: string; stderr: string }> {
  const channel = config.environment[CHANNEL_VARIABLE];
  const told = channel && (await askCredentialChannel(channel, action, input));
  if (typeof told === 'string' && channel) return { stdout: told, stderr: '' };
  const asked = action === 'get' ? questionIn(input) : undefined;
  if (asked === undefined) return { stdout: '', stderr: '' };
  try {
    const found = await credentialsFor(asked, config, cwd);
    return { stdout: found && wants(asked, found) ? loginLines(found) : '', stderr: '' };
  } catch (error) {
    if (!(error instanceof BbxError)) throw error;
    const words = `bbx: ${error.message} ${error.hint ?? ''}`;
    return { stdout: '', stderr: `${sanitizeForTerminal(words).replace(/\s+/g, ' ').trim()}\n` };
  }
}

/**
 * Answers git's credential protocol (gitcredentials(7)): the login for `get` on the one origin that
 * the token belongs to, and silence for everything else. Neither the path nor the user is looked
 * at: a submodule may name one, and here no other login is to be had.
 * @param find is called only when the login is really wanted; what it throws is thrown on
 */
export async function answerGitCredential(
  action: string,
  input: string,
  gitUrl: string,
  find: () => Promise<Credentials>,
): Promise<string> {
  const origin = action === 'get' ? questionIn(input)?.origin : undefined;
  return origin === new URL(gitUrl).origin ? loginLines(await find()) : '';
}

/** As loadConfig has it: whole credentials of the environment go before a profile not named. */
async function credentialsFor(
  asked: GitQuestion,
  config: Config,
  cwd: string,
): Promise<Credentials | undefined> {
  const { environment, home } = config;
  const own = new URL(config.gitUrl).origin === asked.origin;
  const explicit = environment.BBX_PROFILE?.trim() || undefined;
  const complete = own && (config.accessToken ?? (config.email && config.apiToken));
  if (complete && !explicit) return await credentials(config);
  const chosen = await profileForGit(asked, explicit, { environment, home, cwd });
  if (complete && chosen?.name !== explicit) return await credentials(config);
  if (chosen === undefined) return own && maybeOurs(asked) ? await credentials(config) : undefined;
  // Refuses to send a token in clear, should the settings name such a place.
  root('git_url', asked.origin);
  return await credentials({ ...config, profile: { ...chosen, explicit: true } });
}

/** git may want one user and no other, which somebody else then has to log in. */
const wants = ({ username }: GitQuestion, found: Credentials) =>
  ['', gitLogin(found).username, found.kind === 'api-token' && found.email].includes(username);

/** Whether anybody that bbx can log in is wanted: then it is worth saying why it cannot. */
const maybeOurs = ({ username }: GitQuestion) =>
  ['', gitUser('api-token'), gitUser('access-token')].includes(username) || username.includes('@');

function loginLines(found: Credentials): string {
  const { username, password } = gitLogin(found);
  return `username=${username}\npassword=${password}\n`;
}

function questionIn(input: string): GitQuestion | undefined {
  const protocol = only(input, 'protocol');
  const host = only(input, 'host');
  // Nothing but a host and a port: "a@b" and "a/b" would be read as another origin than git's.
  if (!/^https?$/.test(protocol) || !/^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i.test(host))
    return undefined;
  const address = `${protocol}://${host}`;
  if (!URL.canParse(address)) return undefined;
  const [path, username] = [only(input, 'path'), only(input, 'username')];
  return { origin: new URL(address).origin, path, username };
}

/** The value of a line that stands there once; '' otherwise. */
function only(input: string, key: string): string {
  const lines = input.split('\n').filter((line) => line.startsWith(`${key}=`));
  return lines.length === 1 ? (lines[0]?.slice(key.length + 1) ?? '') : '';
}
