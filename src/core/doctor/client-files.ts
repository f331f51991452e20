import { join } from 'node:path';
import type { Config } from '../config.ts';

/** A file in which an MCP client keeps its servers. */
export interface ClientFile {
  readonly client: string;
  readonly path: string;
  /** The key under which the servers are; they are read from TOML where the file ends so. */
  readonly key: 'mcpServers' | 'servers' | 'mcp_servers' | 'mcp';
}

type Place = Pick<Config, 'home' | 'environment'>;

/** The files of the clients that bbx knows: the person's own first, then those of the folder. */
export function clientFiles({ home, environment }: Place, cwd: string): ClientFile[] {
  const apps = applications(home, environment);
  const xdg = environment.XDG_CONFIG_HOME || join(home, '.config');
  const files: readonly (readonly [string, ClientFile['key'], ...string[]])[] = [
    ['Claude Code', 'mcpServers', join(home, '.claude.json'), join(cwd, '.mcp.json')],
    ['Claude Desktop', 'mcpServers', join(apps, 'Claude', 'claude_desktop_config.json')],
    ['Cursor', 'mcpServers', join(home, '.cursor/mcp.json'), join(cwd, '.cursor/mcp.json')],
    ['VS Code', 'servers', join(apps, 'Code', 'User', 'mcp.json'), join(cwd, '.vscode/mcp.json')],
    ['Windsurf', 'mcpServers', join(home, '.codeium/windsurf/mcp_config.json')],
    ['Codex', 'mcp_servers', join(home, '.codex/config.toml'), join(cwd, '.codex/config.toml')],
    [
      'Gemini CLI',
      'mcpServers',
      join(home, '.gemini/settings.json'),
      join(cwd, '.gemini/settings.json'),
    ],
    [
      'Copilot CLI',
      'mcpServers',
      join(home, '.copilot/mcp-config.json'),
      join(cwd, '.github/mcp.json'),
    ],
    [
      'opencode',
      'mcp',
      ...[join(xdg, 'opencode'), cwd].flatMap((folder) => [
        join(folder, 'opencode.json'),
        join(folder, 'opencode.jsonc'),
      ]),
    ],
  ];
  const all = files.flatMap(([client, key, ...paths]) =>
    paths.map((path) => ({ client, key, path })),
  );
  // Started in the home folder, some of them are the same.
  return all.filter(({ path }, at) => all.findIndex((other) => other.path === path) === at);
}

function applications(home: string, environment: Readonly<NodeJS.ProcessEnv>): string {
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support');
  if (process.platform === 'win32') return environment.APPDATA || join(home, 'AppData', 'Roaming');
  return environment.XDG_CONFIG_HOME || join(home, '.config');
}
