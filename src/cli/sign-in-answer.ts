import type { DoneAnswer } from '../core/answer.ts';
import { profileRow } from '../core/auth/profile-row.ts';
import type { SignedIn } from '../core/auth/sign-in.ts';
import { sanitizeForTerminal } from '../core/output/sanitize.ts';

/** Says who is signed in and where the token lies; for a program, with the scopes that are known. */
export function signInAnswer(given: SignedIn): DoneAnswer {
  const { name, profile, account } = given;
  const row = profileRow({ ...given, current: true });
  const who = account?.replace(/\s+/g, ' ') ?? (profile.email ? '' : 'an access token');
  const email = profile.email
    ? `${who ? ' ' : ''}${who ? `(${profile.email})` : profile.email}`
    : '';
  const workspace = profile.workspace ? `, workspace ${profile.workspace}` : '';
  const message = sanitizeForTerminal(
    `Signed in at ${row.host} as ${who}${email}: profile ${name}${workspace}.\n${kept(given)}`,
  );
  return { kind: 'done', message, data: { ...row, account, scopes: profile.scopes } };
}

function kept({ profile }: SignedIn): string {
  if (profile.token === 'keychain') return "The token is in the system's keychain.";
  if (profile.token === 'file') return `The token is in ${profile.token_file}, for you alone.`;
  return 'bbx keeps no token: it asks token_command each time.';
}
