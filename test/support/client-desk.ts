import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readConfig } from '../../src/core/config.ts';
import { clientFor } from '../../src/core/mcp-clients/choose-clients.ts';
import type { Scope } from '../../src/core/mcp-clients/client.ts';
import type { ClientRow } from '../../src/core/mcp-clients/client-rows.ts';
import { type Asked, installClients } from '../../src/core/mcp-clients/install-clients.ts';
import type { ServerFlags } from '../../src/core/mcp-clients/server-flags.ts';
import { uninstallClients } from '../../src/core/mcp-clients/uninstall-clients.ts';
import { homeForTest } from './home.ts';

/** What `bbx mcp install` writes on this desk. */
export const WORDS = ['/opt/node 20/bin/node', '/opt/bbx/bin/bbx.js', 'mcp'];

/** A home of its own with what MCP clients keep in it, on Linux. */
export interface ClientDesk {
  readonly home: string;
  readonly project: string;
  /** The file of a client, whether it is there or not. */
  readonly file: (id: string, scope?: Scope) => string;
  readonly write: (path: string, content: string | Uint8Array, mode?: number) => void;
  readonly read: (path: string) => string;
  readonly install: (
    ids: readonly string[],
    more?: Partial<Asked & { flags: ServerFlags }>,
  ) => Promise<ClientRow[]>;
  readonly uninstall: (ids: readonly string[], more?: Partial<Asked>) => Promise<ClientRow[]>;
}

/** Makes a desk that is gone when the test is over. */
export function clientDesk(environment: NodeJS.ProcessEnv = {}): ClientDesk {
  const home = homeForTest().path;
  const project = join(home, 'work', 'project');
  mkdirSync(project, { recursive: true });
  const config = readConfig({ HOME: home, ...environment });
  const place = { platform: 'linux' as const, home, environment: config.environment };
  const asked = (ids: readonly string[], more: Partial<Asked>): Asked => ({
    clients: ids,
    scope: 'user',
    name: 'bitbucket',
    dryRun: false,
    place,
    cwd: project,
    config,
    command: WORDS.slice(0, 2),
    ...more,
  });
  return {
    home,
    project,
    file: (id, scope = 'user') => {
      const client = clientFor(id, scope);
      if (scope === 'project') return join(project, client.project[0] ?? '');
      return client.user(place)[0]?.paths[0] ?? '';
    },
    write: (path, content, mode = 0o600) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content, { mode });
    },
    read: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : ''),
    install: async (ids, more = {}) =>
      (await installClients(asked(ids, more), more.flags ?? [])).map(({ row }) => row),
    uninstall: async (ids, more = {}) =>
      (await uninstallClients(asked(ids, more))).map(({ row }) => row),
  };
}
