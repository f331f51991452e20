import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { namedProfile } from '../auth/profiles.ts';
import { BbxError } from '../errors.ts';
import type { SettingKey } from './setting-keys.ts';
import type { Settings } from './settings.ts';
import type { SettingsPlace } from './settings-file.ts';
import { updateSettings } from './update-settings.ts';

/**
 * Keeps a setting, once it is known to be usable.
 * @param given an empty one removes the setting
 * @param cwd where a relative ca_file begins
 * @returns what is kept then; undefined when it was removed
 * @throws BbxError USAGE for a value that cannot work, FILE as updateSettings
 */
export async function setSetting(
  place: SettingsPlace,
  key: SettingKey,
  given: string,
  cwd: string,
): Promise<string | undefined> {
  const text = given.trim();
  const value = text === '' ? undefined : await checked(key, text, place.home, cwd);
  const after = await updateSettings(place, (settings) => {
    if (key === 'profile' && value !== undefined) namedProfile(settings, value);
    return changed(settings, key, value);
  });
  return after[key];
}

function changed(settings: Settings, key: SettingKey, value: string | undefined): Settings {
  if (value === undefined) {
    const { [key]: _, ...others } = settings;
    return others;
  }
  // The type of output is narrower than text; updateSettings checks the whole.
  return Object.assign({}, settings, { [key]: value });
}

async function checked(key: SettingKey, value: string, home: string, cwd: string): Promise<string> {
  if (/AT(ATT3|CTT3|BB)[\w-]{8}/.test(value)) {
    throw refused(key, 'it holds a token', 'Settings hold no secrets. Run bbx auth login.');
  }
  if (/\p{Cc}/u.test(value)) throw refused(key, 'it holds a control character', 'Type it again.');
  if (key === 'ca_file') return await certificateFile(value, home, cwd);
  if (key === 'proxy') return proxyAddress(value);
  if (key === 'workspace' && !/^([\w.-]+|\{[\da-f-]+\})$/i.test(value)) {
    const hint = 'Give its slug, as in https://bitbucket.org/WORKSPACE/, or its UUID in braces.';
    throw refused(key, 'no workspace is called that', hint);
  }
  if (key === 'output' && !/^(table|json|toon|raw)$/.test(value)) {
    throw refused(
      key,
      `it is not ${JSON.stringify(value.slice(0, 40))}`,
      'One of: table, json, toon, raw.',
    );
  }
  return value;
}

async function certificateFile(value: string, home: string, cwd: string): Promise<string> {
  const path = value.startsWith('~/') ? join(home, value.slice(2)) : resolve(cwd, value);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw refused('ca_file', `${path} cannot be read (${error.code})`, 'Check the path.');
  });
  if (text.includes('-----BEGIN CERTIFICATE-----')) return path;
  throw refused(
    'ca_file',
    `${path} holds no certificate in PEM form`,
    'It has lines like -----BEGIN CERTIFICATE-----. From DER: openssl x509 -inform der -in FILE -out FILE.pem',
  );
}

function proxyAddress(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    throw refused(
      'proxy',
      'it is no address of a proxy',
      'Give one like http://proxy.example.com:3128.',
    );
  }
  if (url.password === '') return value;
  throw refused(
    'proxy',
    'it holds a password',
    'Settings hold no secrets: set HTTPS_PROXY in the environment for that.',
  );
}

const refused = (key: SettingKey, why: string, hint: string) =>
  new BbxError('USAGE', `${key} cannot be set: ${why}.`, { hint });
