import { describe, expect, test } from 'vitest';
import { CLIENTS } from '../../../src/core/mcp-clients/clients.ts';
import { configFiles } from '../../../src/core/mcp-clients/config-files.ts';
import type { Place } from '../../../src/core/mcp-clients/place.ts';

const LINUX: Place = { platform: 'linux', home: '/home/maya', environment: {} };
const MAC: Place = { platform: 'darwin', home: '/Users/maya', environment: {} };
const WINDOWS: Place = { platform: 'win32', home: 'C:\\Users\\maya', environment: {} };

const filesOn = (place: Place) =>
  Object.fromEntries(
    CLIENTS.map(({ id, user }) => [
      id,
      user(place)
        .flatMap(({ paths }) => paths)
        .join(' '),
    ]),
  );

const CLINE = 'saoudrizwan.claude-dev/settings/cline_mcp_settings.json';
const ROO = 'rooveterinaryinc.roo-cline/settings/mcp_settings.json';

/** In the home folder, on every system. */
const SAME = {
  'claude-code': '.claude.json',
  cursor: '.cursor/mcp.json',
  windsurf: '.codeium/windsurf/mcp_config.json',
  codex: '.codex/config.toml',
  gemini: '.gemini/settings.json',
  qwen: '.qwen/settings.json',
  copilot: '.copilot/mcp-config.json',
  opencode: '.config/opencode/opencode.json .config/opencode/opencode.jsonc',
  junie: '.junie/mcp/mcp.json',
  kiro: '.kiro/settings/mcp.json',
  kilo: '.config/kilo/kilo.json .config/kilo/kilo.jsonc',
};

/** The paths under a folder of the home folder, whole. */
const under = (home: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(files).map(([id, paths]) => [
      id,
      paths
        .split(' ')
        .map((path) => `${home}/${path.replaceAll('~', ' ')}`)
        .join(' '),
    ]),
  );

const onWindows = (files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([id, path]) => [id, path.replaceAll('/', '\\')]));

describe('the files of the clients', () => {
  test('on Linux', () => {
    const own = under('/home/maya', {
      ...SAME,
      'claude-desktop': '.config/Claude/claude_desktop_config.json',
      vscode: '.config/Code/User/mcp.json',
      goose: '.config/goose/config.yaml',
      cline: `.cline/data/settings/cline_mcp_settings.json .config/Code/User/globalStorage/${CLINE}`,
      roo: `.config/Code/User/globalStorage/${ROO}`,
      zed: '.config/zed/settings.json',
    });
    expect(filesOn(LINUX)).toEqual(own);
  });

  test('on macOS', () => {
    const code = 'Library/Application~Support/Code/User';
    const own = under('/Users/maya', {
      ...SAME,
      'claude-desktop': 'Library/Application~Support/Claude/claude_desktop_config.json',
      vscode: `${code}/mcp.json`,
      goose: '.config/goose/config.yaml',
      cline: `.cline/data/settings/cline_mcp_settings.json ${code}/globalStorage/${CLINE}`,
      roo: `${code}/globalStorage/${ROO}`,
      zed: '.config/zed/settings.json',
    });
    expect(filesOn(MAC)).toEqual(own);
  });

  test('on Windows', () => {
    const code = 'AppData/Roaming/Code/User';
    const own = under('C:/Users/maya', {
      ...SAME,
      'claude-desktop': 'AppData/Roaming/Claude/claude_desktop_config.json',
      vscode: `${code}/mcp.json`,
      goose: 'AppData/Roaming/Block/goose/config/config.yaml',
      cline: `.cline/data/settings/cline_mcp_settings.json ${code}/globalStorage/${CLINE}`,
      roo: `${code}/globalStorage/${ROO}`,
      zed: 'AppData/Roaming/Zed/settings.json',
    });
    expect(filesOn(WINDOWS)).toEqual(onWindows(own));
  });

  test('are where the variables of a client say', () => {
    const moved = filesOn({
      ...LINUX,
      environment: {
        XDG_CONFIG_HOME: '/xdg',
        CODEX_HOME: '/codex',
        CLAUDE_CONFIG_DIR: '/claude',
        GEMINI_CLI_HOME: '/gemini',
        QWEN_HOME: '/qwen',
        COPILOT_HOME: '/copilot',
        CLINE_DIR: '/cline',
        GOOSE_PATH_ROOT: '/goose',
      },
    });
    expect(moved).toMatchObject({
      'claude-code': '/claude/.claude.json',
      'claude-desktop': '/xdg/Claude/claude_desktop_config.json',
      vscode: '/xdg/Code/User/mcp.json',
      codex: '/codex/config.toml',
      gemini: '/gemini/.gemini/settings.json',
      qwen: '/qwen/settings.json',
      copilot: '/copilot/mcp-config.json',
      opencode: '/xdg/opencode/opencode.json /xdg/opencode/opencode.jsonc',
      goose: '/goose/config/config.yaml',
      zed: '/xdg/zed/settings.json',
      kilo: '/xdg/kilo/kilo.json /xdg/kilo/kilo.jsonc',
    });
    expect(moved.cline).toContain('/cline/data/settings/cline_mcp_settings.json');
    const roaming = filesOn({ ...WINDOWS, environment: { APPDATA: 'D:\\Roaming' } });
    expect(roaming.vscode).toBe('D:\\Roaming\\Code\\User\\mcp.json');
    for (const folder of [' ', '~/codex', 'codex']) {
      const environment = { CODEX_HOME: folder, GOOSE_PATH_ROOT: folder };
      expect(filesOn({ ...LINUX, environment }).codex).toContain('/home/maya/');
      expect(filesOn({ ...LINUX, environment }).goose).toContain('/home/maya/');
    }
  });

  test('of a project lie in its folder', () => {
    const project = configFiles(LINUX, '/srv/shop').filter(({ scope }) => scope === 'project');
    const paths = project.map(({ client, path }) => `${client.id} ${path}`);
    expect(paths).toEqual([
      'claude-code /srv/shop/.mcp.json',
      'cursor /srv/shop/.cursor/mcp.json',
      'vscode /srv/shop/.vscode/mcp.json',
      'codex /srv/shop/.codex/config.toml',
      'gemini /srv/shop/.gemini/settings.json',
      'qwen /srv/shop/.qwen/settings.json',
      'copilot /srv/shop/.mcp.json',
      'copilot /srv/shop/.github/mcp.json',
      'opencode /srv/shop/opencode.json',
      'opencode /srv/shop/opencode.jsonc',
      'roo /srv/shop/.roo/mcp.json',
      'zed /srv/shop/.zed/settings.json',
      'junie /srv/shop/.junie/mcp/mcp.json',
      'kiro /srv/shop/.kiro/settings/mcp.json',
      'kilo /srv/shop/kilo.json',
      'kilo /srv/shop/kilo.jsonc',
      'kilo /srv/shop/.kilo/kilo.json',
      'kilo /srv/shop/.kilo/kilo.jsonc',
    ]);
  });
});
