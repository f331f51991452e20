import { forgetSecret, secretOf, storeSecret } from '../../../src/core/auth/profile-secret.ts';

/** Does one thing with the secret of a profile. Arguments: verb, the named profile as JSON, token. */
const [verb = '', profile = '', token = ''] = process.argv.slice(2);
const place = { home: process.env.HOME ?? '', environment: process.env };

async function answer(): Promise<unknown> {
  const given = JSON.parse(profile);
  if (verb === 'store') return await storeSecret(given, token, place);
  if (verb === 'forget') return await forgetSecret(given, place);
  return await secretOf(given, place);
}

const result = await answer().then(
  (value) => ({ value }),
  ({ code, message }) => ({ code, message }),
);
process.stdout.write(JSON.stringify(result));
