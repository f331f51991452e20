import type { Config } from '../config.ts';
import { stateFolder } from '../state-folder.ts';
import type { ReviewDesk } from './desk.ts';
import type { DraftPlace } from './drafts.ts';

/**
 * Where the drafts of a review are kept: each account of a server has its own, and a repository is
 * the same one however its name is written (Bitbucket's are not case-sensitive).
 */
export function draftPlace(
  config: Config,
  { pull, me }: Pick<ReviewDesk, 'pull' | 'me'>,
): DraftPlace {
  return {
    folder: stateFolder(config),
    host: `${new URL(config.apiUrl).host} ${me ?? credential(config)}`,
    pull: `${pull.repository.toLowerCase()}#${pull.id}`,
  };
}

/** Who is signed in, where Bitbucket does not say: an access token is nobody's. */
function credential({ profile, email }: Config): string {
  if (profile) return `profile ${profile.name}`;
  return email === undefined ? 'access token' : email.toLowerCase();
}
