import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BbxError } from '../errors.ts';
import { withLock } from './file-lock.ts';
import { readSettingsAt } from './read-settings.ts';
import { replaceFile, targetOf } from './replace-file.ts';
import { isSettings, type Settings, settingsMistake } from './settings.ts';
import { type SettingsPlace, settingsFile } from './settings-file.ts';

/**
 * Changes the settings. Nobody else changes them between the reading and the writing, the file is
 * there whole at every moment, and a broken one stays as it is.
 * @param change gets what is there now and gives what shall be there
 * @returns what is there then
 * @throws BbxError FILE when the file is broken or cannot be written, USAGE when the change is of
 *   the wrong shape; what `change` throws
 */
export async function updateSettings(
  place: SettingsPlace,
  change: (settings: Settings) => Settings,
): Promise<Settings> {
  const path = settingsFile(place);
  if (path === undefined) throw homeless();
  try {
    const target = await targetOf(path);
    // For its owner alone, as $XDG_CONFIG_HOME wants; a folder that exists keeps its permissions.
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    return await withLock(`${target}.lock`, async (check) => {
      const next = checked(change(await readSettingsAt(target)));
      await replaceFile(target, `${JSON.stringify(next, null, 2)}\n`, check);
      return next;
    });
  } catch (error) {
    throw isFileError(error) ? unwritable(path, error) : error;
  }
}

function checked(settings: Settings): Settings {
  if (isSettings(settings)) return settings;
  throw new BbxError('USAGE', `${settingsMistake(settings)}.`);
}

const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error;

const unwritable = (path: string, cause: NodeJS.ErrnoException) =>
  new BbxError('FILE', `${path} cannot be written (${cause.code}).`, {
    hint: 'Check the folder and its permissions, or name another folder in BBX_CONFIG_DIR.',
    cause,
  });

const homeless = () =>
  new BbxError('FILE', 'There is no home folder to keep settings in (HOME is not set).', {
    hint: 'Set HOME, or name a folder by its whole path in BBX_CONFIG_DIR.',
  });
