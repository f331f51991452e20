import { profileOrigin } from './profile-origin.ts';
import type { NamedProfile } from './profiles.ts';

/** A profile as a row of a list: nothing secret, and nothing but texts. */
export interface ProfileRow {
  readonly name: string;
  readonly current: boolean;
  /** Of the API, with a port where there is one. */
  readonly host: string;
  readonly email: string | undefined;
  readonly kind: string;
  /** Where the token lies: keychain, command, or the path of the file. */
  readonly token: string;
  readonly workspace: string | undefined;
  readonly repository: string | undefined;
}

export function profileRow(given: NamedProfile & { readonly current: boolean }): ProfileRow {
  const { name, current, profile } = given;
  const { email, kind, workspace, repository } = profile;
  const host = new URL(profileOrigin(profile)).host;
  const token = profile.token === 'file' ? (profile.token_file ?? 'file') : profile.token;
  return { name, current, host, email, kind, token, workspace, repository };
}
