import type { Credentials } from './auth/authorization.ts';
import { credentials } from './auth/credentials.ts';
import { createClient } from './client/create-client.ts';
import type { Permit } from './client/permit.ts';
import type { Config } from './config.ts';
import type { Context, PermitClone } from './context.ts';

/** What a door brings to a call. */
export interface ContextOptions {
  readonly config: Config;
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly progress: Context['progress'];
  readonly note: Context['note'];
  /** Told each request and answer, credentials masked, when --debug is on. */
  readonly trace?: ((line: string) => void) | undefined;
  /** Asked before anything is sent to the API. */
  readonly permit?: Permit | undefined;
  /** Asked before a repository is cloned. */
  readonly permitClone?: PermitClone | undefined;
  /** Told of work that the door has to wait for, also after it has aborted the signal. */
  readonly hold?: ((work: Promise<unknown>) => void) | undefined;
}

/** Makes the context of one call; credentials are looked for when something is sent. */
export function createContext(options: ContextOptions): Context {
  let found: Promise<Credentials> | undefined;
  const clientUntil = (signal: AbortSignal) =>
    createClient({
      ...options,
      signal,
      credentials: () => {
        found ??= credentials(options.config);
        return found;
      },
    });
  const { config, cwd, signal, progress, note, hold, permit, permitClone } = options;
  const unbroken: Context['unbroken'] = async (work) => {
    const never = new AbortController().signal;
    const pending = work({ ...context, signal: never, client: clientUntil(never) });
    hold?.(pending);
    return await pending;
  };
  const client = clientUntil(signal);
  const own = { config, client, cwd, signal, progress, note, unbroken };
  const context: Context = {
    ...own,
    ...(permit && { permit }),
    ...(permitClone && { permitClone }),
  };
  return context;
}
