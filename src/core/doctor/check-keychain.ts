import { openKeychain } from '../auth/keychain.ts';
import { BbxError } from '../errors.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { Deps } from './deps.ts';
import { type Finding, failed, ok, warn } from './finding.ts';

const PROVIDERS: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'Secret Service',
  darwin: 'Keychain of macOS',
  win32: 'Credential Manager of Windows',
};

/**
 * The keychain. Listing what is there opens no prompt, as reading one secret may. That there is
 * none to use is a failure only where a profile has its token in it.
 */
export async function checkKeychain({ config, signal }: Deps): Promise<Finding> {
  const { environment } = config;
  try {
    const keychain = await openKeychain({ environment, signal, timeout: 4000 });
    const count = (await keychain.list()).length;
    const provider = PROVIDERS[process.platform] ?? process.platform;
    return ok('keychain', `${provider}, open, ${count} ${count === 1 ? 'token' : 'tokens'} of bbx`);
  } catch (error) {
    if (!(error instanceof BbxError)) throw error;
    const { profiles = {} } = await readSettings(config).catch(() => ({ profiles: {} }));
    const used = Object.values(profiles).some(({ token }) => token === 'keychain');
    if (used) return failed('keychain', error);
    return warn('keychain', `${error.message} No profile needs it yet.`, error.hint ?? '');
  }
}
