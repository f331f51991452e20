import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiHandler } from './api-server.ts';
import { type Credentials, makeCredentials } from './credentials.ts';
import { type Faults, makeFaults } from './faults.ts';
import { gitHandler } from './git-server.ts';
import { type Listener, listen } from './listener.ts';
import type { LoggedRequest } from './request-log.ts';
import { ROUTES } from './routes/all.ts';
import { seedWorld } from './seed/world.ts';
import { storageHandler } from './storage-server.ts';
import type { World } from './world.ts';

/** What a sandbox can be told. */
export interface SandboxOptions {
  /** The port of the API; any free one when absent. */
  readonly port?: number;
  /** Where to keep the git repositories; a temporary directory, removed at the end, when absent. */
  readonly gitRoot?: string;
  /** The moment that all dates are relative to; fixed when absent, so that answers are too. */
  readonly now?: Date;
  /** The full API token; a new one when absent. */
  readonly token?: string;
}

/** A running sandbox: three servers on 127.0.0.1 over one world. */
export interface Sandbox {
  /** The API root without /2.0: what BBX_API_URL names. */
  readonly url: string;
  /** The origin of the git repositories: what BBX_GIT_URL names. */
  readonly gitUrl: string;
  /** The origin that downloads and finished logs are redirected to. */
  readonly storageUrl: string;
  readonly credentials: Credentials;
  /** Every request to the three servers, the last two thousand of them. */
  readonly requests: LoggedRequest[];
  readonly faults: Faults;
  readonly world: World;
  /** Stops the servers and removes what was written. */
  readonly close: () => Promise<void>;
}

/** The moment at which the sandbox stands unless told otherwise. */
const NOW = new Date('2026-11-20T12:00:00Z');

/**
 * Starts an embedded Bitbucket Cloud.
 * @throws Error when the port is taken or git is absent
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const requests: LoggedRequest[] = [];
  const faults = makeFaults();
  const gitRoot = options.gitRoot ?? (await mkdtemp(join(tmpdir(), 'bbx-sandbox-')));
  const servers: Listener[] = [];
  const shared = { log: requests, faults, elsewhere: () => servers[2]?.origin ?? '' };
  const close = async () => {
    await Promise.all(servers.map((server) => server.close()));
    if (options.gitRoot === undefined) await rm(gitRoot, { recursive: true, force: true });
  };
  try {
    const api = await listen('api', options.port ?? 0, shared);
    servers.push(api);
    const web = await listen('git', 0, shared);
    servers.push(web);
    const storage = await listen('storage', 0, shared);
    servers.push(storage);
    const world = await seedWorld({
      api: `${api.origin}/2.0`,
      web: web.origin,
      storage: storage.origin,
      gitRoot,
      now: options.now ?? NOW,
    });
    const credentials = makeCredentials(world.people, options.token);
    api.handle(apiHandler(world, credentials, ROUTES));
    web.handle(gitHandler(world, credentials));
    storage.handle(storageHandler(world));
    const urls = { url: api.origin, gitUrl: web.origin, storageUrl: storage.origin };
    return { ...urls, credentials, requests, faults, world, close };
  } catch (error) {
    await close();
    throw error;
  }
}
