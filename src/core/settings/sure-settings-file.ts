import { lstatSync, statSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import { BbxError } from '../errors.ts';
import { type SettingsPlace, settingsFile } from './settings-file.ts';

/**
 * The file of settings for whoever must not miss what it forbids.
 * @returns undefined where it is sure that there is none
 * @throws BbxError USAGE for a BBX_CONFIG_DIR that is relative, FILE where one may be meant and cannot
 *   be reached: a link that leads nowhere, a file in place of a folder
 */
export function sureSettingsFile(place: SettingsPlace): string | undefined {
  const own = place.environment.BBX_CONFIG_DIR?.trim();
  if (own && !isAbsolute(own)) {
    throw new BbxError('USAGE', `BBX_CONFIG_DIR is relative: ${own.slice(0, 80)}.`, {
      hint: 'Write the whole path; until then the settings that restrict agents cannot be found.',
    });
  }
  const file = settingsFile(place);
  if (file === undefined) return undefined;
  return isThere(file) || (isThere(dirname(file)) && isThere(file)) ? file : undefined;
}

function isThere(path: string): boolean {
  try {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return false;
    statSync(path);
    return true;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no reason';
    throw new BbxError('FILE', `${path} cannot be reached (${code}).`, {
      hint: 'The server does not start, since settings there may be meant to forbid something. Mend the path, or remove it.',
      cause,
    });
  }
}
