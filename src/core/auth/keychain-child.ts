import { spawn } from 'node:child_process';
import * as z from 'zod/mini';
import { keychainCase, keychainUnavailable } from './keychain-error.ts';
import { within } from './keychain-limits.ts';

export type KeychainRequest =
  | { readonly verb: 'get' | 'delete'; readonly account: string }
  | { readonly verb: 'set'; readonly account: string; readonly secret: string }
  | { readonly verb: 'list' };

/**
 * Runs in the child. The request comes as one line on stdin and the answer goes to stdout, so that
 * no secret is in an argument or in an environment. When stdin ends, the parent is gone, and a
 * prompt that is still open must not keep the child alive.
 */
const SCRIPT = `
const { AsyncEntry, findCredentialsAsync } = require(process.argv[1]);
const open = (account) => new AsyncEntry('bbx', account, { linux: { store: 'secret-service' } });
const verbs = {
  get: async ({ account }) => {
    const bytes = await open(account).getSecret();
    return bytes === null ? null : Buffer.from(bytes).toString();
  },
  set: async ({ account, secret }) => {
    await open(account).setSecret(Buffer.from(secret));
    if ((await verbs.get({ account })) !== secret) throw new Error('what it gives back is not what it was given');
    return null;
  },
  delete: ({ account }) => open(account).deleteCredential(),
  list: async () => (await findCredentialsAsync('bbx')).map(({ account }) => account),
};
let text = '';
process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL'));
process.stdin.on('data', async (data) => {
  text += data;
  if (!text.endsWith('\\n')) return;
  const request = JSON.parse(text);
  const answer = await verbs[request.verb](request).then((value) => ({ value }), (error) => ({ error: String(error.message) }));
  process.stdout.write(JSON.stringify(answer), () => process.exit());
});
`;

const ANSWER = z.object({ value: z.optional(z.unknown()), error: z.optional(z.string()) });

/**
 * Asks the keychain from a child process. What may wait for a person runs here, because a native
 * call cannot be taken back: it would keep this process from ending, and a child can be killed.
 * @param library the path of @napi-rs/keyring
 * @param environment what the child needs to reach the keychain
 * @param timeout in milliseconds
 * @throws BbxError KEYCHAIN_UNAVAILABLE, CANCELLED
 */
export async function askKeychainChild(
  request: KeychainRequest,
  library: string,
  environment: Readonly<NodeJS.ProcessEnv>,
  limits: { readonly signal?: AbortSignal | undefined; readonly timeout: number },
): Promise<unknown> {
  const child = spawn(process.execPath, ['--input-type=commonjs', '-e', SCRIPT, library], {
    env: forKeychain(environment),
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  child.stdin.on('error', () => {});
  const output = new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    const unable = (error: Error) => reject(keychainUnavailable('failed', error.message));
    child.on('error', unable).on('close', () => resolve(text));
  });
  child.stdin.write(`${JSON.stringify(request)}\n`);
  const text = await within(output, limits, () => child.kill('SIGKILL'));
  const { value, error } = z.parse(ANSWER, text === '' ? NOTHING : JSON.parse(text));
  if (error !== undefined) throw keychainUnavailable(keychainCase(error), error);
  return value;
}

const NOTHING = { error: 'its library ended without an answer' };

/** Credentials in the environment are no business of the child. */
function forKeychain(environment: Readonly<NodeJS.ProcessEnv>): NodeJS.ProcessEnv {
  const needed =
    /^(HOME|USER|LOGNAME|PATH|LANG|LC_\w+|TMPDIR|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|DBUS_\w+|XDG_\w+|SYSTEMROOT|WINDIR|USERPROFILE|APPDATA|LOCALAPPDATA|TEMP|TMP)$/i;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => needed.test(name)));
}
