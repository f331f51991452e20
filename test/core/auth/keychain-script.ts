import { openKeychain } from '../../../src/core/auth/keychain.ts';

/**
 * Does one thing with the keychain of the session that it is started in, and prints the answer or
 * the error as JSON. Arguments: verb, account, secret. KEYCHAIN_TIMEOUT and KEYCHAIN_ABORT are in
 * milliseconds; KEYCHAIN_FREEZE is a process to be stopped between opening and asking.
 */
const [verb = '', account = '', secret = ''] = process.argv.slice(2);
const { KEYCHAIN_TIMEOUT, KEYCHAIN_ABORT, KEYCHAIN_FREEZE } = process.env;
const options = {
  environment: process.env,
  ...(KEYCHAIN_TIMEOUT && { timeout: Number(KEYCHAIN_TIMEOUT) }),
  ...(KEYCHAIN_ABORT && { signal: AbortSignal.timeout(Number(KEYCHAIN_ABORT)) }),
};

async function answer(): Promise<unknown> {
  const keychain = await openKeychain(options);
  if (KEYCHAIN_FREEZE) process.kill(Number(KEYCHAIN_FREEZE), 'SIGSTOP');
  if (verb === 'get') return (await keychain.get(account)) ?? null;
  if (verb === 'set') return (await keychain.set(account, secret)) ?? null;
  if (verb === 'delete') return await keychain.delete(account);
  return await keychain.list();
}

const result = await answer().then(
  (value) => ({ value }),
  (error) => ({ code: error.code, message: error.message, hint: error.hint }),
);
// As a door does after an error; what was given up would keep the program waiting otherwise.
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit());
