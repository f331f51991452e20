import { stat } from 'node:fs/promises';
import { readSettings } from '../settings/read-settings.ts';
import { settingsFile } from '../settings/settings-file.ts';
import type { Deps } from './deps.ts';
import { type Finding, failed, ok, warn } from './finding.ts';

const WHAT = 'settings';

/** The file of settings: there, whole, and for its owner alone. */
export async function checkSettings({ config, broken }: Deps): Promise<Finding> {
  const path = settingsFile(config);
  if (path === undefined) {
    return warn(
      WHAT,
      'there is no home folder to keep them in (HOME is not set)',
      'Set HOME, or name a folder by its whole path in BBX_CONFIG_DIR.',
    );
  }
  const { profiles = {} } = await readSettings(config);
  // Whole, and yet not usable: two profiles and none the current one, for example.
  if (broken) return failed(WHAT, broken);
  const mode = await stat(path).then(
    (found) => found.mode & 0o777,
    () => undefined,
  );
  if (mode === undefined) return ok(WHAT, `none yet (${path})`);
  if (process.platform !== 'win32' && mode & 0o022) {
    const found = `others may change ${path} (mode 0${mode.toString(8)}), and with it where tokens go`;
    return warn(WHAT, found, `Run: chmod 600 '${path}'`);
  }
  const names = Object.keys(profiles);
  return ok(WHAT, `${path}, ${names.length > 0 ? `profiles: ${names.join(', ')}` : 'no profile'}`);
}
