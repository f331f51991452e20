import { command } from '../../cli/command.ts';
import { outputFlag, writeAnswer } from '../../cli/write-answer.ts';
import type { SignedOut } from '../../core/auth/sign-out.ts';
import { type Config, readConfig } from '../../core/config.ts';
import { writeError } from '../../core/output/terminal.ts';

export default command({
  name: 'auth logout',
  summary: 'Remove a profile and its token from this machine',
  description:
    'The token itself stays valid at Bitbucket until it is revoked there or expires. What a token_command prints is not touched.',
  examples: ['auth logout', 'auth logout --profile work'],
  flags: {
    profile: {
      type: 'option',
      description: 'Profile to remove (default: BBX_PROFILE, else the current one)',
      helpValue: 'NAME',
    },
    output: outputFlag,
  },
  run: async ({ values }) => {
    const [{ interruptSignal }, { signOut }] = await Promise.all([
      import('../../cli/interrupt.ts'),
      import('../../core/auth/sign-out.ts'),
    ]);
    const config = readConfig();
    const named = typeof values.profile === 'string' ? values.profile : undefined;
    const name = named ?? (config.environment.BBX_PROFILE?.trim() || undefined);
    const out = await signOut(name, config, { signal: interruptSignal() });
    const data = out
      ? { done: true, profile: out.name, removed: out.removed, current: out.next }
      : { done: false };
    await writeAnswer({ kind: 'done', message: words(out), data }, values, config);
    if (hasOwn(config)) writeError('Credentials of the environment stay, and are used.\n');
  },
});

const hasOwn = ({ accessToken, email, apiToken }: Config) =>
  accessToken !== undefined || (email !== undefined && apiToken !== undefined);

function words(out: SignedOut | undefined): string {
  if (out === undefined) return 'Nothing to do: there are no profiles.';
  const next = out.next ? ` The current profile is ${out.next}.` : '';
  return `Signed out: profile ${out.name} is gone.${next}\n${tokenWords(out)}`;
}

function tokenWords({ profile, removed }: SignedOut): string {
  if (profile.token === 'command') {
    return 'Its token is not kept by bbx: it stays where token_command gets it from.';
  }
  const where = profile.token === 'file' ? profile.token_file : 'the keychain';
  return removed
    ? `Its token was removed from ${where}; to end it altogether, revoke it at Bitbucket.`
    : `There was no token of it in ${where}.`;
}
