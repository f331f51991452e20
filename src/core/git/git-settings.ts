import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BbxError } from '../errors.ts';
import { lastWords } from './git-words.ts';
import { runGit, tryGit } from './run-git.ts';

/** Where git is asked, and by whom. */
export interface GitPlace {
  readonly cwd: string;
  readonly home: string;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
}

/** One line of git's configuration, wherever it stands. */
export interface GitSetting {
  /** system, global, local, worktree or command */
  readonly scope: string;
  /** The file, or what git says in its place. */
  readonly origin: string;
  /** Section and name are in lower case, what is between them is as written. */
  readonly key: string;
  readonly value: string;
}

/**
 * All that git goes by in a folder, in the order in which it reads it (git 2.26 or newer).
 * @throws BbxError GIT_FAILED when git is absent, or a file of its configuration is broken
 */
export async function gitSettings(place: GitPlace): Promise<GitSetting[]> {
  const args = ['config', '--list', '--null', '--show-scope', '--show-origin'];
  const { stdout } = await runGit(args, options(place));
  const fields = stdout.split('\0');
  const settings: GitSetting[] = [];
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [scope = '', origin = '', line = ''] = fields.slice(at, at + 3);
    const [, key = '', value = ''] = /^([^\n]*)\n?([\s\S]*)$/.exec(line) ?? [];
    settings.push({ scope, origin: origin.replace(/^file:/, ''), key, value });
  }
  return settings;
}

/** All values of a key in the person's own file, in their order. */
export async function globalValues(key: string, place: GitPlace): Promise<string[]> {
  const args = ['config', '--global', '--null', '--get-all', key];
  const { stdout, words, exitCode } = await tryGit(args, options(place));
  // 1 is what git says when there are none.
  if (exitCode !== 0 && exitCode !== 1) throw unusable(await globalFile(place), words);
  return stdout.split('\0').slice(0, -1);
}

/**
 * Changes the person's own file, by git itself: links are followed, and the file is replaced whole.
 * @param change the words after `git config --global`
 * @throws BbxError GIT_FAILED when git is absent, FILE when the file cannot be changed
 */
export async function changeGlobal(change: readonly string[], place: GitPlace): Promise<void> {
  const { words, exitCode } = await tryGit(['config', '--global', ...change], options(place));
  if (exitCode !== 0) throw unusable(await globalFile(place), words);
}

/**
 * Refuses a file that git would put another in the place of, though nobody may write it.
 * @returns its path
 * @throws BbxError FILE
 */
export async function writableGlobalFile(place: GitPlace): Promise<string> {
  const path = await globalFile(place);
  const found = await stat(path).catch(() => undefined);
  if (found && !found.isFile()) throw unusable(path, ['it is no file']);
  if (found && (found.mode & 0o222) === 0) throw unusable(path, ['it is read-only']);
  return path;
}

/** The file that `git config --global` writes to (git-config(1), FILES). */
export async function globalFile({ home, cwd, environment }: GitPlace): Promise<string> {
  if (environment.GIT_CONFIG_GLOBAL) return resolve(cwd, environment.GIT_CONFIG_GLOBAL);
  const usual = join(home, '.gitconfig');
  const other = join(environment.XDG_CONFIG_HOME || join(home, '.config'), 'git', 'config');
  const there = async (path: string) => (await stat(path).catch(() => undefined)) !== undefined;
  return !(await there(usual)) && (await there(other)) ? other : usual;
}

const options = ({ cwd, environment }: GitPlace) => ({ cwd, env: environment });

function unusable(path: string, words: readonly string[]): BbxError {
  const why = lastWords(words) || 'git gave no reason';
  const busy = / File exists$/m.test(why);
  return new BbxError('FILE', `${path} was not changed: ${why}.`, {
    hint: busy
      ? `Another program is writing it: try again. If none is, remove ${path}.lock.`
      : 'It must be a file that you may write. Where another program makes it (a dotfile manager, Nix), put the credential helper there; or name another file in GIT_CONFIG_GLOBAL.',
  });
}
