import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AgentServers, AgentType } from 'add-mcp';
import { describe, expect, test } from 'vitest';
import { clientFor } from '../../../src/core/mcp-clients/choose-clients.ts';
import type { Scope } from '../../../src/core/mcp-clients/client.ts';
import { clientDesk, WORDS } from '../../support/client-desk.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Our names of the clients, and those of add-mcp; Qwen Code, Roo Code and Junie it does not know. */
const AGENTS: Readonly<Record<string, AgentType>> = {
  'claude-code': 'claude-code',
  'claude-desktop': 'claude-desktop',
  cursor: 'cursor',
  vscode: 'vscode',
  windsurf: 'windsurf',
  codex: 'codex',
  gemini: 'gemini-cli',
  copilot: 'github-copilot-cli',
  opencode: 'opencode',
  goose: 'goose',
  cline: 'cline-cli',
  zed: 'zed',
  kiro: 'kiro-cli',
  kilo: 'kilo-code',
};

interface Oracle {
  readonly read: AgentServers[];
  readonly written: Record<string, Record<string, unknown>>;
}

/** What add-mcp, which is not ours, reads in a home, and what it would write for the same server. */
function oracle(home: string, project: string, scope: Scope): Oracle {
  const script = `
    import { agents, getAgentTypes, listInstalledServers } from 'add-mcp';
    const [home, project, scope, words] = process.argv.slice(1);
    const [command, ...args] = JSON.parse(words);
    const local = scope === 'project';
    const read = await listInstalledServers({ global: !local, cwd: project, agents: getAgentTypes() });
    const written = Object.fromEntries(getAgentTypes().map((type) => [
      type, agents[type].transformConfig('bitbucket', { command, args }, { local })]));
    process.stdout.write(JSON.stringify({ read, written }));`;
  const words = scope === 'project' ? ['bbx', 'mcp'] : WORDS;
  const options = [
    '--input-type=module',
    '-e',
    script,
    home,
    project,
    scope,
    JSON.stringify(words),
  ];
  const env = { PATH: process.env.PATH, HOME: home };
  return JSON.parse(execFileSync(process.execPath, options, { cwd: ROOT, env, encoding: 'utf8' }));
}

/** What each writes besides: how a server is switched on, its transport where it can be only one. */
function same(entry: Record<string, unknown>): unknown {
  const { env, envs, environment, description, type, ...others } = entry;
  return others;
}

describe('add-mcp, another program that knows the clients,', () => {
  test.each(['user', 'project'] as const)(
    'finds in the files of a %s what bbx wrote, and would write the same',
    async (scope) => {
      const desk = clientDesk();
      // By this folder it knows that Claude Code is installed; it reads no others.
      mkdirSync(join(desk.home, '.claude'));
      const ids = Object.keys(AGENTS).filter(
        (id) => scope === 'user' || clientFor(id, 'user').project.length > 0,
      );
      const rows = await desk.install(ids, { scope });
      expect(rows.filter(({ result }) => result === 'left alone')).toEqual([]);
      const { read, written } = oracle(desk.home, desk.project, scope);
      for (const id of ids) {
        const agent = AGENTS[id] ?? '';
        const found = read.find(({ agentType }) => agentType === agent);
        const [server, ...more] = found?.servers ?? [];
        expect(server?.serverName, id).toBe('bitbucket');
        expect(more, id).toEqual([]);
        expect(same(server?.config ?? {}), id).toEqual(same(written[agent] ?? {}));
        expect(server?.configPath, id).toBe(desk.file(id, scope));
      }
    },
  );

  test('is the release that these facts are of', () => {
    const text = readFileSync(`${ROOT}/node_modules/add-mcp/package.json`, 'utf8');
    expect(JSON.parse(text)).toMatchObject({ version: '2.4.0' });
  });
});
