import type { DoneAnswer } from '../answer.ts';
import { credentials } from '../auth/credentials.ts';
import type { Config } from '../config.ts';
import { BbxError } from '../errors.ts';
import { type GitPlace, gitSettings } from './git-settings.ts';
import { gitShadows } from './git-shadows.ts';
import type { GitShadow } from './helper-shadows.ts';
import { setUpGit, undoSetUpGit } from './setup-git.ts';

/**
 * Does what `bbx auth setup-git` is for, and says what was done and what is still in the way.
 * @throws BbxError GIT_FAILED when git is absent, FILE when its configuration cannot be changed
 */
export async function setupGitAnswer(
  config: Config,
  undo: boolean,
  cwd: string,
): Promise<{ answer: DoneAnswer; shadows: readonly GitShadow[] }> {
  const place = { ...config, cwd };
  const { origin, file, changed } = await (undo ? undoSetUpGit : setUpGit)(config.gitUrl, place);
  const shadows = undo ? [] : [...(await noLogin(config)), ...(await shadowsFor(origin, place))];
  const data = { origin, file, helper: !undo, changed, warnings: shadows };
  const message = undo ? undone(origin, file, changed) : done(origin, file, changed);
  return { answer: { kind: 'done', message, data }, shadows };
}

const done = (origin: string, file: string, changed: boolean) =>
  changed
    ? `git asks bbx for ${origin} from now on (in ${file}).\nbbx auth setup-git --undo takes that back.`
    : `git asks bbx for ${origin} already (in ${file}); nothing was changed.`;

const undone = (origin: string, file: string, changed: boolean) =>
  changed
    ? `git asks bbx for ${origin} no longer (in ${file}). Clones made by bbx still do.`
    : `There is nothing of bbx for ${origin} in ${file}; nothing was changed.`;

async function shadowsFor(origin: string, place: GitPlace): Promise<GitShadow[]> {
  try {
    return gitShadows(await gitSettings(place), origin);
  } catch (error) {
    if (!(error instanceof BbxError)) throw error;
    const message = `What else git goes by here could not be read: ${error.message}`;
    return [{ message, hint: 'Compare: git config --list --show-origin' }];
  }
}

/** Without a profile the keychain is not asked, so this is quick and opens no dialog. */
async function noLogin(config: Config): Promise<GitShadow[]> {
  if (config.profile) return [];
  try {
    await credentials(config);
    return [];
  } catch (error) {
    if (!(error instanceof BbxError)) throw error;
    return [{ message: error.message, hint: error.hint ?? 'Run bbx auth login.' }];
  }
}
