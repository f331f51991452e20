import type { Config } from '../config.ts';
import { BbxError } from '../errors.ts';
import { askCredentialChannel, CHANNEL_VARIABLE } from '../git/credential-channel.ts';
import { type Credentials, gitLogin } from './authorization.ts';
import { credentials } from './credentials.ts';

/**
 * Does the whole work of `bbx auth git-credential ACTION`, git's credential helper. Inside a
 * `bbx clone` the bbx that started git answers, else the credentials of this process do.
 * @param action get, store or erase (git may add others)
 * @param input what git wrote to stdin
 * @returns what git shall read, and a line for the person when there is something to say
 */
export async function gitCredential(
  action: string,
  input: string,
  config: Config,
): Promise<{ stdout: string; stderr: string }> {
  const channel = config.environment[CHANNEL_VARIABLE];
  const told = channel && (await askCredentialChannel(channel, action, input));
  if (typeof told === 'string' && channel) return { stdout: told, stderr: '' };
  try {
    const find = () => credentials(config);
    return { stdout: await answerGitCredential(action, input, config.gitUrl, find), stderr: '' };
  } catch (error) {
    if (!(error instanceof BbxError)) throw error;
    const hint = error.hint ? ` ${error.hint}` : '';
    return { stdout: '', stderr: `bbx: ${error.message}${hint}\n` };
  }
}

/**
 * Answers git's credential protocol (gitcredentials(7)): the login for `get` on the one origin that
 * the token belongs to, and silence for everything else. The path is not looked at.
 * @param find is called only when the login is really wanted; what it throws is thrown on
 */
export async function answerGitCredential(
  action: string,
  input: string,
  gitUrl: string,
  find: () => Promise<Credentials>,
): Promise<string> {
  if (action !== 'get' || originIn(input) !== new URL(gitUrl).origin) return '';
  const { username, password } = gitLogin(await find());
  return `username=${username}\npassword=${password}\n`;
}

function originIn(input: string): string | undefined {
  const protocol = only(input, 'protocol');
  const host = only(input, 'host');
  // Nothing but a host and a port: "a@b" and "a/b" would be read as another origin than git's.
  if (!/^https?$/.test(protocol) || !/^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i.test(host))
    return undefined;
  const address = `${protocol}://${host}`;
  return URL.canParse(address) ? new URL(address).origin : undefined;
}

/** The value of a line that stands there once; '' otherwise. */
function only(input: string, key: string): string {
  const lines = input.split('\n').filter((line) => line.startsWith(`${key}=`));
  return lines.length === 1 ? (lines[0]?.slice(key.length + 1) ?? '') : '';
}
