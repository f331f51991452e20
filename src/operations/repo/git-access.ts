import type { Credentials } from '../../core/auth/authorization.ts';
import { credentials } from '../../core/auth/credentials.ts';
import { answerGitCredential } from '../../core/auth/git-credential.ts';
import { secretsOf } from '../../core/auth/redact.ts';
import type { Config } from '../../core/config.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import { CHANNEL_VARIABLE, openCredentialChannel } from '../../core/git/credential-channel.ts';
import type { GitOptions } from '../../core/git/run-git.ts';

/** Credentials, or why there are none: a public repository needs none. */
export interface Access {
  readonly credentials?: Credentials;
  readonly missing?: BbxError;
}

/**
 * Finds the credentials for git over HTTPS.
 * @throws BbxError as `credentials`, but for AUTH_MISSING
 */
export async function accessFor(config: Config): Promise<Access> {
  try {
    return { credentials: await credentials(config) };
  } catch (error) {
    if (error instanceof BbxError && error.code === 'AUTH_MISSING') return { missing: error };
    throw error;
  }
}

/**
 * Runs git with a channel open on which bbx, as its credential helper, gets the credentials.
 * @param env what git sees besides
 */
export async function withAccess<T>(
  context: Context,
  { credentials: given }: Access,
  env: Readonly<NodeJS.ProcessEnv>,
  use: (git: GitOptions) => Promise<T>,
): Promise<T> {
  const { gitUrl } = context.config;
  const channel = await openCredentialChannel(async (action, asked) =>
    given ? await answerGitCredential(action, asked, gitUrl, async () => given) : '',
  );
  try {
    return await use(gitOptions(context, { ...env, [CHANNEL_VARIABLE]: channel.path }, given));
  } finally {
    await channel.close();
  }
}

/** How git is run for a call: it asks nobody, and its progress is the call's. */
export function gitOptions(
  { cwd, signal, progress, note }: Context,
  env: Readonly<NodeJS.ProcessEnv>,
  given?: Credentials,
): GitOptions {
  return {
    cwd,
    signal,
    // An empty GIT_ASKPASS also silences the windows that editors and desktops would open.
    env: { ...env, GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: '' },
    secrets: given ? secretsOf(given) : [],
    onProgress: (line) => {
      const [, warning] = /^warning: (.*)/.exec(line) ?? [];
      if (warning) note(warning);
      else progress({ label: line });
    },
  };
}
