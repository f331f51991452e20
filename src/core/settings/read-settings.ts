import { readFile } from 'node:fs/promises';
import { BbxError } from '../errors.ts';
import { jsonMistake } from './json-mistake.ts';
import { isSettings, type Settings, settingsMistake } from './settings.ts';
import { type SettingsPlace, settingsFile } from './settings-file.ts';

/**
 * Reads the settings; a file that is absent has none, and so has a machine without a home folder.
 * @throws BbxError FILE when the file is unreadable or broken, naming the line or the key
 */
export async function readSettings(place: SettingsPlace): Promise<Settings> {
  const path = settingsFile(place);
  return path === undefined ? {} : await readSettingsAt(path);
}

/** As readSettings, from a given file. */
export async function readSettingsAt(path: string): Promise<Settings> {
  const value = parse(path, await textOf(path));
  if (isSettings(value)) return value;
  throw new BbxError('FILE', `${path} is not usable: ${settingsMistake(value)}.`, {
    hint: 'Correct that key; bbx leaves the file as it is until then.',
  });
}

async function textOf(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return '{}';
    throw new BbxError('FILE', `${path} cannot be read (${String(code)}).`, {
      hint: 'It must be a file that you may read; or name another folder in BBX_CONFIG_DIR.',
      cause,
    });
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { line, column } = jsonMistake(text) ?? { line: 1, column: 1 };
    const what =
      text.trim() === '' ? 'is empty' : `is not valid JSON at line ${line}, column ${column}`;
    throw new BbxError('FILE', `${path} ${what}.`, {
      hint: 'Correct it, or move it away to start afresh; bbx leaves it as it is until then.',
    });
  }
}
