import type { Credentials } from './auth/authorization.ts';
import { credentials } from './auth/credentials.ts';
import { createClient } from './client/create-client.ts';
import type { Config } from './config.ts';
import type { Context } from './context.ts';

/** What a door brings to a call. */
export interface ContextOptions {
  readonly config: Config;
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly progress: Context['progress'];
  readonly note: Context['note'];
  /** Told each request and answer, credentials masked, when --debug is on. */
  readonly trace?: ((line: string) => void) | undefined;
}

/** Makes the context of one call; credentials are looked for when something is sent. */
export function createContext(options: ContextOptions): Context {
  let found: Promise<Credentials> | undefined;
  const client = createClient({
    ...options,
    credentials: () => {
      found ??= credentials(options.config);
      return found;
    },
  });
  const { config, cwd, signal, progress, note } = options;
  return { config, client, cwd, signal, progress, note };
}
