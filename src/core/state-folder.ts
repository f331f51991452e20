import { isAbsolute, join } from 'node:path';
import type { Config } from './config.ts';
import { BbxError } from './errors.ts';

/**
 * The folder for what bbx remembers between runs and could do without: drafts, viewed marks.
 * $XDG_STATE_HOME/bbx, else ~/.local/state/bbx; on Windows %LOCALAPPDATA%\bbx. With BBX_CONFIG_DIR
 * it is the folder `state` in there, so that who moves bbx's files moves all of them.
 * @param what to keep in it, for the error
 * @throws BbxError FILE where there is no folder of one's own
 */
export function stateFolder(
  { home, environment }: Pick<Config, 'home' | 'environment'>,
  what = 'drafts',
): string {
  const own = absolute(environment.BBX_CONFIG_DIR);
  if (own) return join(own, 'state');
  const windows = process.platform === 'win32';
  const base = absolute(windows ? environment.LOCALAPPDATA : environment.XDG_STATE_HOME);
  if (base) return join(base, 'bbx');
  if (isAbsolute(home)) {
    return join(home, ...(windows ? ['AppData', 'Local'] : ['.local', 'state']), 'bbx');
  }
  throw new BbxError('FILE', `There is no home folder to keep ${what} in (HOME is not set).`, {
    hint: 'Set HOME, or name a folder by its whole path in XDG_STATE_HOME.',
  });
}

/** A relative one would be another one in every place, and perhaps somebody else's. */
const absolute = (path: string | undefined) => {
  const trimmed = path?.trim();
  return trimmed && isAbsolute(trimmed) ? trimmed : undefined;
};
