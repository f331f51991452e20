import { updateSettings } from '../../../src/core/settings/update-settings.ts';

/** Adds its own profile and counts itself, as two logins at once would. Argument: its name. */
const [name = ''] = process.argv.slice(2);
await updateSettings({ home: process.env.HOME ?? '', environment: process.env }, (settings) => ({
  ...settings,
  count: Number(settings.count ?? 0) + 1,
  profiles: { ...settings.profiles, [name]: { kind: 'api-token', token: 'keychain' } },
}));
