import { createRequire } from 'node:module';
import * as z from 'zod/mini';
import { sessionBus } from './keychain-bus.ts';
import { askKeychainChild, type KeychainRequest } from './keychain-child.ts';
import { keychainCase, keychainUnavailable } from './keychain-error.ts';
import { within } from './keychain-limits.ts';

/** The secrets that the operating system keeps for bbx, under the service "bbx". */
export interface Keychain {
  /** The secret of an account; undefined when there is none. */
  get(account: string): Promise<string | undefined>;
  /** Keeps a secret, in place of an earlier one, and makes sure that it can be read back. */
  set(account: string, secret: string): Promise<void>;
  /** Removes a secret. @returns whether there was one */
  delete(account: string): Promise<boolean>;
  /** The accounts that have a secret. */
  list(): Promise<string[]>;
}

export interface KeychainOptions {
  /** That of Config; it names the D-Bus session on Linux. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for each call. */
  readonly timeout?: number | undefined;
}

type Library = typeof import('@napi-rs/keyring');
type Limits = { readonly signal: AbortSignal | undefined; readonly timeout: number };

const SERVICE = 'bbx';

/**
 * A person may have to find the dialog and type a password, which takes longer than ten seconds;
 * an MCP client gives up on a call after sixty, and the reason must reach it before.
 */
const PATIENCE = 30_000;

/** A living session answers at once. */
const BUS_PATIENCE = 2_000;

/**
 * Pinned, because the default falls back to the kernel's keyring, which forgets at reboot and would
 * let people believe that they are signed in. Where the store is absent the constructor throws.
 */
const PINNED = { linux: { store: 'secret-service' } } as const;

/**
 * Opens the keychain: the Secret Service on Linux, the Keychain on macOS, the Credential Manager on
 * Windows. The library is loaded here and not before. There is no other place that it falls back to.
 * All verbs throw what this throws.
 * @throws BbxError KEYCHAIN_UNAVAILABLE saying which of the known cases it is, CANCELLED
 */
export async function openKeychain(options: KeychainOptions): Promise<Keychain> {
  const { signal, timeout = PATIENCE, environment } = options;
  const limits = { signal, timeout };
  const linux = process.platform === 'linux';
  const reached = linux ? await onBus(environment, timeout) : environment;
  const library = await load();
  if (linux) probe(library);
  const path = createRequire(import.meta.url).resolve('@napi-rs/keyring');
  const ask = (request: KeychainRequest) => askKeychainChild(request, path, reached, limits);
  return {
    get: async (account) => z.parse(SECRET, await read(account, library, limits, ask)) ?? undefined,
    set: async (account, secret) => void (await ask({ verb: 'set', account, secret })),
    delete: async (account) => z.parse(z.boolean(), await ask({ verb: 'delete', account })),
    list: async () => z.parse(z.array(z.string()), await ask({ verb: 'list' })),
  };
}

const SECRET = z.nullish(z.string());

type Ask = (request: KeychainRequest) => Promise<unknown>;

/**
 * The one call that every command makes, so it is spared a child process where it cannot come to
 * wait for a person: on Windows, and on Linux as long as the keyring is open.
 */
async function read(account: string, library: Library, limits: Limits, ask: Ask): Promise<unknown> {
  if (process.platform === 'win32') {
    const entry = new library.AsyncEntry(SERVICE, account);
    const bytes = await inProcess(entry.getSecret(), limits);
    return bytes && Buffer.from(bytes).toString();
  }
  if (process.platform !== 'linux') return await ask({ verb: 'get', account });
  const open = await openItems(library, limits);
  if (open === undefined) return await ask({ verb: 'get', account });
  return open.find((item) => item.account === account)?.password;
}

/** Looking for items opens no prompt, which reading one does. @returns undefined when locked */
async function openItems(library: Library, limits: Limits) {
  const found = library.findCredentialsAsync(SERVICE).catch((error) => {
    if (keychainCase(String(error)) === 'locked') return undefined;
    throw error;
  });
  return await inProcess(found, limits);
}

/**
 * Waits for a native call. One that was given up cannot be stopped, and would hold even process.exit
 * until it has its answer (measured); only a signal ends such a process.
 */
async function inProcess<Value>(call: Promise<Value>, limits: Limits): Promise<Value> {
  const leave = () => process.kill(process.pid, 'SIGKILL');
  return await within(call.catch(fail), limits, () => process.once('exit', leave));
}

async function onBus(environment: Readonly<NodeJS.ProcessEnv>, timeout: number) {
  const address = await sessionBus(environment, Math.min(timeout, BUS_PATIENCE));
  // Native code reads the real environment, and knows no other way to be told.
  process.env.DBUS_SESSION_BUS_ADDRESS = address;
  return { ...environment, DBUS_SESSION_BUS_ADDRESS: address };
}

async function load(): Promise<Library> {
  try {
    return await import('@napi-rs/keyring');
  } catch (cause) {
    throw keychainUnavailable('package-absent', String(cause));
  }
}

/** Connects, at most for the two seconds that the library waits for a provider. */
function probe({ AsyncEntry }: Library): void {
  try {
    new AsyncEntry(SERVICE, 'probe', PINNED);
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): never {
  const words = error instanceof Error ? error.message : String(error);
  throw keychainUnavailable(keychainCase(words), words);
}
